# Completion in fish for a tool or script: of what it says in its --help.
# Installed once for each, under its name.

set -l name (string replace -r '.*/|[.]fish$' '' -a (status filename))
set -l file (command -s $name); or return
set -l channels release beta nightly esr

# Others have scripts with such names: what is not ours is not run.
if not contains $name bqfetch missing-symbols crashcorr
    and not test -f (dirname (realpath $file))/store.sh
    return
end

for line in ($file --help </dev/null 2>/dev/null)
    set -l part (string match -r '^  (    |-[A-Za-z], )--([a-z0-9-]+) ?([^ ]*) *(.*)$' -- $line)
    or continue
    set -l entry -c $name -l $part[3] -d $part[5]
    set -l short (string match -r '[A-Za-z]' -- $part[2])
    and set -a entry -s $short
    switch $part[3]:$part[4]
        case '*:'
        case 'channel:*'
            set -a entry -x -a "$channels"
        case '*:*|*'
            set -a entry -x -a (string replace -a '|' ' ' $part[4])
        case '*:FILE'
            set -a entry -r -F
        case '*:DIR' '*:FOLDER' '*:STORE'
            set -a entry -x -a '(__fish_complete_directories)'
        case '*'
            set -a entry -x
    end
    complete $entry
end

# After its -- a job takes options of the tool.
function __crash_filters_rest --argument-names tool
    set -l words (commandline -opc)
    set -l at (contains -i -- -- $words); or return
    set -e words[1..$at]
    complete -C (string join ' ' -- $tool (string escape -- $words) (commandline -ct))
end

switch $name
    case bqfetch
        complete -c $name -f
    case fetch-lists
        complete -c $name -f -a 'modules product-details gfx addons'
    case channel-versions
        complete -c $name -f -a "$channels"
    case publish
        complete -c $name -f -a '(__fish_complete_directories)'
    case missing-symbols-job
        complete -c $name -f -a '(__crash_filters_rest missing-symbols)'
    case correlations-job
        complete -c $name -f -a '(__crash_filters_rest crashcorr)'
end
