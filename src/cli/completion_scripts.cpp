#include "cli/completion_scripts.hpp"

namespace flowsync::cli {

namespace {

// bash ends words at `=` and `:` as well, and replaces only what stands behind the last of them.
constexpr std::string_view k_bash = R"BASH(# flowsync completion for bash: source <(flowsync completion bash)
_flowsync() {
  local program=${COMP_WORDS[0]/#\~/$HOME} words=() word line candidate i glued=
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [[ ${#words[@]} -gt 0 && ( -n $glued || $word == [=:]* ) ]]; then
      words[${#words[@]} - 1]+=$word
    else
      words+=("$word")
    fi
    glued=
    [[ $word == *[=:] ]] && glued=1
  done
  word=${words[${#words[@]} - 1]}
  local behind=${word##*[=:]}
  local before=${word%"$behind"}
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ $line == :files ]]; then
      compopt -o filenames 2>/dev/null
      while IFS= read -r candidate; do
        COMPREPLY+=("$candidate")
      done < <(compgen -f -- "$behind")
      return
    fi
    candidate=${line%%$'\t'*}
    COMPREPLY+=("${candidate#"$before"}")
  done < <("$program" __complete "${words[@]}" 2>/dev/null)
  [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[/=] ]] && compopt -o nospace 2>/dev/null
}
complete -F _flowsync flowsync
)BASH";

constexpr std::string_view k_zsh = R"ZSH(#compdef flowsync
# flowsync completion for zsh: source <(flowsync completion zsh)
_flowsync() {
  local line text
  local -a candidates
  while IFS= read -r line; do
    if [[ $line == :files ]]; then
      _files
      return
    fi
    text=${line%%$'\t'*}
    text=${text//:/\\:}
    if [[ $line == *$'\t'* ]]; then
      text+=":${line#*$'\t'}"
    fi
    candidates+=("$text")
  done < <("${words[1]}" __complete "${(@)words[2,CURRENT]}" 2>/dev/null)
  _describe flowsync candidates
}
compdef _flowsync flowsync
)ZSH";

constexpr std::string_view k_fish = R"FISH(# flowsync completion for fish: flowsync completion fish | source
function __flowsync_complete
  set -l words (commandline -opc)
  set -l token (commandline -ct)
  for line in ($words[1] __complete $words[2..-1] "$token" 2>/dev/null)
    if test "$line" = :files
      __fish_complete_path "$token"
    else
      echo $line
    end
  end
end
complete -c flowsync -f -a '(__flowsync_complete)'
)FISH";

} // namespace

const std::vector<std::string>& completion_shells()
{
  static const std::vector<std::string> k_shells{"bash", "zsh", "fish"};
  return k_shells;
}

std::string_view completion_script(std::string_view shell)
{
  return shell == "bash" ? k_bash : shell == "zsh" ? k_zsh : shell == "fish" ? k_fish : std::string_view{};
}

} // namespace flowsync::cli
