package io.windhover.flow.jq;

/**
 * The functions of jq that are best said in jq.
 */
final class Prelude {

	static final String SOURCE = """
			def error($message): $message | error;
			def select(f): if f then . else empty end;
			def map(f): [.[] | f];
			def map_values(f): .[] |= f;
			def recurse: ..;
			def recurse(f; condition): recurse(f | select(condition));
			def repeat(f): recurse(f);
			def values: select(. != null);
			def nulls: select(. == null);
			def booleans: select(type == "boolean");
			def numbers: select(type == "number");
			def strings: select(type == "string");
			def arrays: select(type == "array");
			def objects: select(type == "object");
			def iterables: select(type | . == "array" or . == "object");
			def scalars: select(type | . != "array" and . != "object");
			def add(f): reduce f as $x (null; . + $x);
			def in(object): . as $key | object | has($key);
			def inside(other): . as $part | other | contains($part);
			def range($to): range(0; $to; 1);
			def range($from; $to): range($from; $to; 1);
			def first: .[0];
			def last: .[-1];
			def last(f): reduce f as $x (null; $x);
			def nth($n): .[$n];
			def nth($n; f): if $n < 0 then error("Out of bounds negative array index") else last(limit($n + 1; f)) end;
			def skip($n; f): foreach f as $x (0; . + 1; if . > $n then $x else empty end);
			def any(values; f): isempty(values | f | select(.)) | not;
			def any(f): any(.[]; f);
			def any: any(.);
			def all(values; f): isempty(values | f | select(. | not));
			def all(f): all(.[]; f);
			def all: all(.);
			def flatten: _flatten(1e9);
			def flatten($depth): _flatten($depth);
			def sort_by(f): _sort_by(map([f]));
			def group_by(f): _group_by(map([f]));
			def unique_by(f): _unique_by(map([f]));
			def unique: unique_by(.);
			def min_by(f): _min_by(map([f]));
			def max_by(f): _max_by(map([f]));
			def paths: path(..) | select(length > 0);
			def paths(f): . as $all | paths | select(. as $path | $all | getpath($path) | f);
			def leaf_paths: paths(scalars);
			def del(f): delpaths([path(f)]);
			def pick(f): . as $all | reduce path(f) as $path (null; setpath($path; $all | getpath($path)));
			def to_entries: [keys_unsorted[] as $key | {key: $key, value: .[$key]}];
			def with_entries(f): to_entries | map(f) | from_entries;
			def walk(f): def _walk: if type == "object" then map_values(_walk) elif type == "array" then map(_walk)
				else . end | f; _walk;
			def transpose: if . == [] then [] else . as $rows | (map(length) | max) as $width
				| [range($width) as $column | [range($rows | length) as $row | $rows[$row][$column]]] end;
			def combinations: if length == 0 then [] else .[0][] as $head | (.[1:] | combinations) as $tail
				| [$head] + $tail end;
			def combinations(n): . as $all | [range(n)] | map($all) | combinations;
			def index($part): indices($part) | .[0];
			def rindex($part): indices($part) | .[-1:][0];
			def toarray: if type == "array" then . else [.] end;
			def finites: select(isinfinite or isnan | not);
			def normals: select(isnormal);
			def IN(f): any(f == .; .);
			def IN(source; f): any(source == f; .);
			def INDEX(values; f): [values | {key: (f | tostring), value: .}] | from_entries;
			def INDEX(f): INDEX(.[]; f);
			def ascii: [.] | implode;
			def test($pattern): test($pattern; null);
			def match($pattern; $flags): _match($pattern; $flags) | .[];
			def match($pattern): match($pattern; null);
			def _captured: [.captures[] | select(.name != null) | {key: .name, value: .string}] | from_entries;
			def capture($pattern; $flags): match($pattern; $flags) | _captured;
			def capture($pattern): capture($pattern; null);
			def scan($pattern; $flags): match($pattern; "g" + $flags)
				| if (.captures | length) == 0 then .string else [.captures[].string] end;
			def scan($pattern): scan($pattern; "");
			def split($pattern; $flags): . as $text | [foreach (_match($pattern; "g" + $flags)[], null) as $match
				({end: 0}; {start: .end, end: ($match | if . == null then null else .offset + .length end),
					to: ($match | if . == null then null else .offset end)}; $text[.start:.to])];
			def splits($pattern; $flags): split($pattern; $flags) | .[];
			def splits($pattern): split($pattern; null) | .[];
			def sub($pattern; f; $flags): . as $text | _match($pattern; $flags) as $matches
				| [$matches[] | [_captured | f]] as $new | ($new | map(length) | max // 0) as $width
				| if $width == 0 then . else range($width) as $alternative
					| [(range($matches | length) as $at | select($new[$at] | has($alternative))
						| $text[(if $at == 0 then 0 else $matches[$at - 1] | .offset + .length end):$matches[$at].offset],
							$new[$at][$alternative]), $text[($matches[-1] | .offset + .length):]] | add end;
			def sub($pattern; f): sub($pattern; f; "");
			def gsub($pattern; f; $flags): sub($pattern; f; $flags + "g");
			def gsub($pattern; f): sub($pattern; f; "g");
			def todateiso8601: strftime("%Y-%m-%dT%H:%M:%SZ");
			def fromdateiso8601: strptime("%Y-%m-%dT%H:%M:%SZ") | mktime;
			def todate: todateiso8601;
			def fromdate: fromdateiso8601;
			def date: todate;
			def dateadd(unit; $seconds): . + $seconds;
			def datesub(unit; $seconds): . - $seconds;
			def tostream: path(def _inner: (.[]? | _inner), .; _inner) as $path | getpath($path)
				| reduce path(.[]?) as $last ([$path, .]; [$path + $last]);
			def fromstream(f): foreach f as $event ({value: null, ends: false}; if .ends then {value: null, ends: false} else . end
				| if ($event | length) == 2 then setpath(["ends"]; ($event[0] | length) == 0)
					| setpath(["value"] + $event[0]; $event[1]) else .ends = (($event[0] | length) == 1) end;
				if .ends then .value else empty end);
			def truncate_stream(stream): . as $depth | null | stream
				| if (.[0] | length) > $depth then .[0] |= .[$depth:] else empty end;
			.
			""";

	private Prelude() {
	}

}
