import type { Shell } from './shells.js';

/*
 * Each script asks `mailcheck __complete` and hands the answer to its shell as text. Nothing of the line or of the
 * answer is evaluated: both hold names out of an export, and those are strangers' text.
 */

// Works with the bash 3.2 of macOS, which has no compopt: there, file names are offered where nothing else fits.
const BASH = `# bash completion for mailcheck: source <(mailcheck completion bash)
_mailcheck() {
  local kind= line
  COMPREPLY=()
  while IFS= read -r line; do
    if [ -z "$kind" ]; then kind=$line; else COMPREPLY+=("$line"); fi
  done < <(command mailcheck __complete bash -- "\${COMP_LINE:0:COMP_POINT}" "$2" 2> /dev/null < /dev/null)
  [ "$kind" = files ] || compopt +o default 2> /dev/null
}
complete -o default -F _mailcheck mailcheck
`;

const ZSH = `#compdef mailcheck
# zsh completion for mailcheck: source <(mailcheck completion zsh), after compinit
_mailcheck() {
  local tab=$'\\t' line kind
  local -a before lines values shown
  (( CURRENT > 2 )) && before=("\${(@Q)words[2,CURRENT-1]}")
  lines=("\${(@f)$(command mailcheck __complete zsh -- "\${before[@]}" "\${(Q)PREFIX}" 2> /dev/null < /dev/null)}")
  kind=\${lines[1]}
  if [[ $kind == files ]]; then
    [[ $PREFIX == --*=* ]] && compset -P 1 '*='
    _files
    return
  fi
  for line in "\${(@)lines[2,-1]}"; do
    values+=("\${line%%$tab*}")
    shown+=("\${line/$tab/  -- }")
  done
  compadd -l -d shown -a values
}
if [[ $funcstack[1] == _mailcheck ]]; then
  _mailcheck "$@"
else
  compdef _mailcheck mailcheck
fi
`;

const FISH = `# fish completion for mailcheck: mailcheck completion fish | source
function __mailcheck_complete
    set -l before (commandline -opc)
    set -e before[1]
    # The last word may stand in quotes that are still open.
    set -l token (commandline -ct | string collect)
    set -l word (string unescape -- "$token" 2> /dev/null)
    or set word (string unescape -- "$token\\"" 2> /dev/null)
    or set word (string unescape -- "$token'" 2> /dev/null)
    or set word "$token"
    set -l lines (command mailcheck __complete fish -- $before "$word" 2> /dev/null < /dev/null)
    if test "$lines[1]" = files
        set -l option (string match -r -- '^--[a-z-]+=' "$word")
        for file in (__fish_complete_path (string replace -r -- '^--[a-z-]+=' '' "$word"))
            echo -- "$option$file"
        end
        return
    end
    set -e lines[1]
    printf '%s\\n' $lines
end
complete -c mailcheck -f -k -a '(__mailcheck_complete)'
`;

const SCRIPTS: Readonly<Record<Shell, string>> = { bash: BASH, zsh: ZSH, fish: FISH };

/** The script that lets a shell complete the words of `mailcheck`. */
export function completionScript(shell: Shell): string {
  return SCRIPTS[shell];
}
