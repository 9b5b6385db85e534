#!/usr/bin/env bash
# Kills `findings index` at many moments and looks whether the index still answers.
#
#   tests/kill/kill9.sh FINDINGS REPORTS [MOMENTS]
#
# FINDINGS is the program, REPORTS a folder of reports (it is copied, never changed), MOMENTS how
# often each way of indexing is killed (20): every other time at even distances over the time that a
# whole run takes, the other times towards its end, when the index is written and put in force.
#
#   first     index into an empty place
#   update    index after some files changed, came and went
#   rebuild   index --rebuild after the same changes
#
# After every kill the index must open and answer as before or as after; the next run must succeed,
# answer as after, and leave nothing behind of the run that died. Exit code 0 if all of it holds.
set -u
export LC_ALL=C

if [ $# -lt 2 ]; then
    sed -n '2,5p' "$0" >&2
    exit 2
fi
findings=$(realpath "$1")
source=$(realpath "$2")
moments=${3:-20}
query="CAMHS waiting"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
cp -R "$source" reports

# What the index answers: hits and totals; the exit code tells "no index" apart.
answer() {
    "$findings" --index index search "$query" --format jsonl --limit 1000 --facets outcome,theme \
        >answer.raw 2>answer.err
    local code=$?
    # Times and numbers of commits differ from run to run.
    sed -E 's/"elapsed_ms":[0-9.eE+-]+/"elapsed_ms":0/; s/"revision":"[0-9.]+"/"revision":""/' answer.raw
    echo "exit $code"
}

# The same without scores, which depend on what is merged, and therefore without order.
unscored() {
    sed -E 's/"rank":[0-9]+,//; s/"score":[0-9.eE+-]+,//' "$1" | sort
}

index() {
    "$findings" --index index --quiet index --allow-skips "$@" >index.out 2>index.err
}

now() { date +%s.%N; }
seconds() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.3f", b - a }'; }

# Some files that are missing at first, some whose content is another at first.
mapfile -t files < <(find reports -type f \( -name '*.pdf' -o -name '*.txt' -o -name '*.md' \) | sort)
count=${#files[@]}
if [ "$count" -lt 8 ]; then
    echo "$source holds $count reports; at least 8 are needed" >&2
    exit 2
fi
mkdir aside
late=() changed=() gone=()
for ((i = 0; i < count; i++)); do
    case $((i % 8)) in
    1) late+=("${files[i]}") ;;
    4) changed+=("${files[i]}") ;;
    6) gone+=("${files[i]}") ;;
    esac
done
for file in "${late[@]}"; do
    mkdir -p "aside/$(dirname "$file")" && mv "$file" "aside/$file"
done

index reports || { echo "the first index failed:" >&2; cat index.err >&2; exit 2; }
cp -R index index.before
answer >before.txt

change() {
    for file in "${late[@]}"; do mv "aside/$file" "$file"; done
    # A changed file keeps its text: bytes after the end of a PDF and an empty line are no words.
    for file in "${changed[@]}"; do printf '\n' >>"$file"; done
    for file in "${gone[@]}"; do rm "$file"; done
}

failures=0
# mode NAME KIND-OF-START ARGUMENTS…
mode() {
    local name=$1 start=$2
    shift 2
    restore() {
        rm -rf index
        if [ "$start" = before ]; then cp -R index.before index; fi
    }
    restore
    answer >start.txt
    local from until
    from=$(now)
    index "$@" || { echo "$name: an undisturbed run failed" >&2; cat index.err >&2; exit 2; }
    until=$(now)
    local whole
    whole=$(seconds "$from" "$until")
    answer >after.txt
    unscored start.txt >start.unscored
    unscored after.txt >after.unscored
    if cmp -s start.unscored after.unscored; then
        echo "$name: the index answers alike before and after, so that nothing can be told" >&2
        exit 2
    fi

    local i killed=0 finished=0 as_before=0 as_after=0 rescored=0 wrong=0 next_wrong=0 strays=0
    for ((i = 1; i <= moments; i++)); do
        restore
        local delay
        delay=$(awk -v w="$whole" -v i="$i" -v n="$moments" 'BEGIN {
            at = (i - 0.5) / n
            if (i % 2 == 0) at = 0.8 + 0.4 * at
            printf "%.3f", w * at
        }')
        "$findings" --index index --quiet index --allow-skips "$@" >index.out 2>index.err &
        local pid=$!
        sleep "$delay"
        if kill -9 "$pid" 2>kill.err; then killed=$((killed + 1)); else finished=$((finished + 1)); fi
        wait "$pid" 2>kill.err
        answer >now.txt
        if cmp -s now.txt start.txt; then
            as_before=$((as_before + 1))
        elif cmp -s now.txt after.txt; then
            as_after=$((as_after + 1))
        else
            unscored now.txt >now.unscored
            if cmp -s now.unscored start.unscored || cmp -s now.unscored after.unscored; then
                rescored=$((rescored + 1))
            else
                wrong=$((wrong + 1))
                echo "$name: killed after $delay s the index answers neither as before nor as after" >&2
                { cat answer.err; diff after.txt now.txt | cut -c1-300 | head -4; } >&2
            fi
        fi
        # The same command again, as a person would do, must put everything right.
        if index "$@"; then
            answer >next.txt
        else
            echo "$name: after a kill at $delay s the next run fails: $(cat index.err)" >&2
            cp index.err next.txt
        fi
        unscored next.txt >next.unscored
        if ! cmp -s next.unscored after.unscored; then
            next_wrong=$((next_wrong + 1))
            echo "$name: after a kill at $delay s the next run does not end in the right state" >&2
            diff after.unscored next.unscored | cut -c1-300 | head -4 >&2
        fi
        local left
        left=$(find index -maxdepth 1 \( -name 'generation-*' -o -name '.findings-*' \) | wc -l)
        if [ "$left" -ne 1 ]; then
            strays=$((strays + 1))
            echo "$name: stray files after a kill at $delay s: $(ls -A index | tr '\n' ' ')" >&2
        fi
    done
    failures=$((failures + wrong + next_wrong + strays))
    printf '%-8s run %6s s: killed %d, already done %d; answers as before %d, as after %d, with other scores %d, wrong %d; next run wrong %d, stray files %d\n' \
        "$name" "$whole" "$killed" "$finished" "$as_before" "$as_after" "$rescored" "$wrong" "$next_wrong" "$strays"
}

change
printf '%d files; before: %d hits, changes: %d new, %d changed, %d gone; %d moments each\n' \
    "$count" "$(grep -c '"type":"hit"' before.txt)" "${#late[@]}" "${#changed[@]}" "${#gone[@]}" "$moments"
mode first nothing reports
mode update before reports
mode rebuild before --rebuild reports

if [ "$failures" -gt 0 ]; then
    echo "FAILED: $failures"
    exit 1
fi
echo "passed"
