import tseslint from 'typescript-eslint';

export default tseslint.config(
  {ignores: ['dist/', 'node_modules/', 'coverage/', 'docs/']},
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {parserOptions: {projectService: true, tsconfigRootDir: import.meta.dirname}},
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        {argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true},
      ],
      'max-params': ['error', 6],
      'no-restricted-syntax': ['error', {selector: 'TSEnumDeclaration', message: 'Use a union of strings.'}],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'no-restricted-exports': 'off',
      'max-lines': ['error', {max: 320, skipBlankLines: true, skipComments: true}],
    },
  },
  {
    files: ['test/**/*.ts', 'scripts/**', 'bin/**', '*.js', 'mocks/**/*.ts'],
    rules: {'@typescript-eslint/require-await': 'off'},
  },
  {files: ['**/*.js', '**/*.mjs'], ...tseslint.configs.disableTypeChecked},
);
