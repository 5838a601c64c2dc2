#!/usr/bin/env bash
# offer.bash FILE LINE...: print what FILE completes at the end of each LINE as
# readline would ask it: "> LINE", then the words, or <files>, or <folders>.

# shellcheck source=/dev/null
. "$1"
shift

# Outside of readline there is none; -o and what it is set to.
compopt() {
	case $2 in
	default) COMPREPLY=('<files>') ;;
	dirnames) COMPREPLY=('<folders>') ;;
	esac
}

for line; do
	read -ra COMP_WORDS <<<"${line//=/ = }"
	[[ $line != *' ' ]] || COMP_WORDS+=('')
	COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
	COMPREPLY=()
	name=$(complete -p "${COMP_WORDS[0]##*/}")
	name=${name#complete -F }
	"${name%% *}" "${COMP_WORDS[0]}"
	printf '> %s\n' "$line"
	((${#COMPREPLY[@]} == 0)) || printf '%s\n' "${COMPREPLY[@]}" | sort
done
