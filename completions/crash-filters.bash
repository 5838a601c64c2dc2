# shellcheck shell=bash
# Completion in bash for the tools and the scripts: of what each says in its
# --help. Source this file, or install it under the name of each.

# Print the --help of a command. Others have scripts with such names: what is
# not ours is not run.
_crash_filters_help() {
	local file
	file=$(type -P -- "${1/#\~\//$HOME/}") || return
	case ${1##*/} in
	bqfetch | missing-symbols | crashcorr) ;;
	*) [[ -f $(dirname "$(readlink -f "$file")")/store.sh ]] || return ;;
	esac
	"$file" --help </dev/null 2>/dev/null
}

# _crash_filters_value LONG VALUE: offer what an option takes.
_crash_filters_value() {
	case $1:$2 in
	--channel:*) _crash_filters_words release beta nightly esr ;;
	*:*'|'*) _crash_filters_words "${2//|/ }" ;;
	*:FILE) compopt -o default ;;
	*:DIR | *:FOLDER | *:STORE) compopt -o dirnames ;;
	esac
}

# Offer words; cur is that of _crash_filters.
_crash_filters_words() {
	mapfile -t COMPREPLY < <(compgen -W "$*" -- "$cur")
}

# Offer what can stand without an option.
_crash_filters_argument() {
	case $1 in
	fetch-lists) _crash_filters_words modules product-details gfx addons ;;
	channel-versions) _crash_filters_words release beta nightly esr ;;
	publish) compopt -o dirnames ;;
	missing-symbols | crashcorr | send-report) compopt -o default ;;
	esac
}

_crash_filters() {
	local command=$1 cur=${COMP_WORDS[COMP_CWORD]} i
	local before=$((COMP_CWORD - 1)) help options=() short long value rest=''
	# of --option=VALUE the = is a word, too
	if [[ $cur == = ]]; then
		cur=''
	elif [[ ${COMP_WORDS[before]} == = ]]; then
		before=$((COMP_CWORD - 2))
	fi
	for ((i = 1; i < COMP_CWORD; i++)); do
		[[ ${COMP_WORDS[i]} != -- ]] || rest=1
	done
	# after its -- a job takes options of the tool
	case $rest:${command##*/} in
	1:missing-symbols-job) command=missing-symbols rest='' ;;
	1:correlations-job) command=crashcorr rest='' ;;
	esac
	if ! help=$(_crash_filters_help "$command"); then
		compopt -o default
		return
	fi
	while [[ -z $rest ]] && IFS=';' read -r short long value; do
		options+=("$long" "$short")
		if [[ -n $value && " $long $short " == *" ${COMP_WORDS[before]} "* ]]; then
			_crash_filters_value "$long" "$value"
			return
		fi
	done < <(sed -nE 's/^( {6}|  (-[A-Za-z]), )(--[a-z0-9-]+) ?([^ ]*).*/\2;\3;\4/p' <<<"$help")
	if [[ $cur == -* && -z $rest ]]; then
		_crash_filters_words "${options[@]}"
	else
		_crash_filters_argument "${command##*/}"
	fi
}

complete -F _crash_filters bqfetch missing-symbols crashcorr \
	missing-symbols-job correlations-job fetch-lists channel-versions \
	publish send-report
