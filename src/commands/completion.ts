import {Args} from '@oclif/core';
import {DoctorCommand} from './doctor-command.ts';

/** Each asks the program itself what may stand under the cursor, so that a script never grows old. */
const SCRIPTS = {
  bash: `# fargate-doctor completion for bash. To have it in each shell, add to ~/.bashrc:
#   source <(fargate-doctor completion bash)
_fargate_doctor() {
  local found
  found=$(fargate-doctor complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  COMPREPLY=()
  if [[ $found == ':files' ]]; then
    compopt -o default 2>/dev/null
  elif [[ -n $found ]]; then
    mapfile -t COMPREPLY <<<"$found"
  fi
}
complete -F _fargate_doctor fargate-doctor
`,
  zsh: `#compdef fargate-doctor
# fargate-doctor completion for zsh. To have it in each shell, add to ~/.zshrc, after compinit:
#   source <(fargate-doctor completion zsh)
_fargate_doctor() {
  local -a found
  found=("\${(@f)$(fargate-doctor complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ \${found[1]} == ':files' ]]; then
    _files
  elif [[ \${words[CURRENT]} == --*=* ]]; then
    compset -P '*='
    compadd -a found
  else
    compadd -a found
  fi
}
compdef _fargate_doctor fargate-doctor
`,
  fish: `# fargate-doctor completion for fish. To have it in each shell:
#   fargate-doctor completion fish > ~/.config/fish/completions/fargate-doctor.fish
function __fargate_doctor
  set -l typed (commandline -opc)[2..]
  set -l current (commandline -ct)
  set -l found (fargate-doctor complete -- $typed "$current" 2>/dev/null)
  if test "$found" = ':files'
    __fish_complete_path "$current"
  else if string match -qr -- '^--[a-z-]+=' "$current"
    set -l flag (string replace -r -- '=.*' '=' "$current")
    printf '%s\\n' $flag$found
  else
    printf '%s\\n' $found
  end
end
complete -c fargate-doctor -f -a '(__fargate_doctor)'
`,
} as const;
type Shell = keyof typeof SCRIPTS;

export default class CompletionCommand extends DoctorCommand {
  static override summary =
    'Print the script that lets a shell complete commands, flags, namespaces, pods and cause ids.';
  static override examples = [
    {description: 'In this bash, until it ends', command: 'source <(<%= config.bin %> completion bash)'},
    {
      description: 'In every fish',
      command: '<%= config.bin %> completion fish > ~/.config/fish/completions/fargate-doctor.fish',
    },
  ];
  static override args = {
    shell: Args.string({required: true, options: Object.keys(SCRIPTS), description: 'bash, zsh or fish.'}),
  };

  async run(): Promise<void> {
    const {args} = await this.parse(CompletionCommand);
    await this.print(SCRIPTS[args.shell as Shell]);
    await this.leave(0);
  }
}
