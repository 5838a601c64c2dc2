#!/usr/bin/env zsh
# offer.zsh FOLDER LINE...: print what a zsh at a terminal, with FOLDER in its
# fpath, offers when tab is typed at the end of each LINE: "> LINE", then the
# words, sorted.
zmodload zsh/zpty
folder=$1
found=$(mktemp)
trap 'rm -f $found' EXIT

# Wait until it is said that what was typed is done.
done_wait() {
	local i
	for i in {1..400}; do
		# the terminal must not fill up
		zpty -r -t z >/dev/null 2>&1
		grep -qx END $found && return
		sleep 0.05
	done
	print -u 2 "offer.zsh: $1: no answer"
	exit 1
}

TERM=dumb zpty z zsh -f -i
# without lists nothing asks whether to show a long one
zpty -w z "PS1= PS2=; unsetopt AUTO_LIST; fpath=(${(q)folder} \$fpath); autoload -U compinit
compinit -u -D; bindkey '^I' ask; bindkey '^U' kill-whole-line
compadd() { local -a hits; builtin compadd -A hits \"\$@\"
print -rl -- \$hits >>$found; builtin compadd \"\$@\" }
ask() { zle complete-word; print END >>$found }; zle -N ask; print END >>$found"
done_wait start
for line in "${@[2,-1]}"; do
	: >$found
	zpty -w -n z "$line"$'\t'
	done_wait $line
	print -r -- "> $line"
	sed '/^END$/d; /^$/d' $found | sort -u
	zpty -w -n z $'\025'
done
zpty -d z
