// Writes the types of the library: of its entry and of what that names, one file each, without a program to check.
import {mkdir, readFile, writeFile} from 'node:fs/promises';
import {dirname, join, normalize} from 'node:path';
import ts from 'typescript';

/** Files of `entry` and of everything that its declarations name, below `from`, as `.d.ts` below `to`. */
export async function writeDeclarations(entry, from, to) {
  const written = new Set();
  const write = async (file) => {
    if (written.has(file)) return;
    written.add(file);
    const source = await readFile(join(from, file), 'utf8');
    const {outputText, diagnostics = []} = ts.transpileDeclaration(source, {
      fileName: file,
      reportDiagnostics: true,
      compilerOptions: {module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2023, isolatedDeclarations: true},
    });
    const [problem] = diagnostics;
    if (problem) throw new Error(`${file}: ${ts.flattenDiagnosticMessageText(problem.messageText, '\n')}`);
    const named = [...outputText.matchAll(/from '(\.[^']+)\.ts'/g)].map((m) =>
      normalize(join(dirname(file), `${m[1]}.ts`)),
    );
    const target = join(to, file.replace(/\.ts$/, '.d.ts'));
    await mkdir(dirname(target), {recursive: true});
    await writeFile(target, outputText.replace(/(from '\.[^']+)\.ts'/g, "$1.js'"));
    for (const next of named) await write(next);
  };
  await write(entry);
  return [...written];
}
