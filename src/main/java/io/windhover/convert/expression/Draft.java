package io.windhover.convert.expression;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import io.windhover.convert.Commented;
import io.windhover.convert.KestraSource;
import io.windhover.convert.Notes;
import io.windhover.convert.Unsupported;
import org.jspecify.annotations.Nullable;

/**
 * A part of a flow that is being made of one of Kestra. What is not carried over stands
 * in it under a name that no part of a flow may have, so that it is refused.
 */
public final class Draft {

	/** The name of what is not carried over. */
	public static final String LEFT = "notCarriedOver";

	/** What a comment cannot have. */
	private static final Pattern UNSEEN = Pattern.compile("[^\\x20-\\x7E\\u00A0-\\u1FFF\\u2030-\\uD7FF]+");

	private final KestraSource.Mapping source;

	private final Notes.Place place;

	private final ReferenceScope scope;

	private final Notes notes;

	private final Map<String, @Nullable Object> out = new LinkedHashMap<>();

	private final Map<String, @Nullable Object> left = new LinkedHashMap<>();

	private final List<String> reasons = new ArrayList<>();

	private final Set<String> taken = new LinkedHashSet<>();

	/**
	 * Starts without properties; nothing of the source is taken yet.
	 */
	public Draft(KestraSource.Mapping source, Notes.Place place, ReferenceScope scope, Notes notes) {
		this.source = source;
		this.place = place;
		this.scope = scope;
		this.notes = notes;
	}

	/**
	 * The part of Kestra's flow that is converted.
	 */
	public KestraSource.Mapping source() {
		return this.source;
	}

	/**
	 * What the expressions of the part see.
	 */
	public ReferenceScope scope() {
		return this.scope;
	}

	/**
	 * The notes of the whole conversion.
	 */
	public Notes notes() {
		return this.notes;
	}

	/**
	 * Where the part stands in Kestra's flow.
	 */
	public Notes.Place place() {
		return this.place;
	}

	/** Where a property stands, or the whole where it is not there. */
	public Notes.Place place(String name) {
		KestraSource.Entry entry = this.source.entries().get(name);
		return this.place.child((entry != null) ? entry.line() : this.place.line(), name);
	}

	/** What names this part for people. */
	public String id() {
		String id = this.source.text("id");
		return (id != null) ? id : "";
	}

	/** Takes a property, so that it is not reported; null where it is absent. */
	public @Nullable KestraSource take(String name) {
		this.taken.add(name);
		return this.source.get(name);
	}

	/** Carries a property over where it is there, and leaves it where that fails. */
	public void carry(String name, TypeRule.Carrier carrier) {
		KestraSource value = take(name);
		if (value == null) {
			return;
		}
		Set<String> before = new LinkedHashSet<>(this.out.keySet());
		try {
			carrier.carry(this, value);
			comment(before, comments(name));
		}
		catch (Unsupported ex) {
			leave(name, ex.reason(), ex.proposal());
		}
	}

	/**
	 * Puts comments above the first of the properties that were added: its own, and those
	 * within it that have no place of their own now.
	 */
	private void comment(Set<String> before, List<String> comments) {
		List<String> added = this.out.keySet().stream().filter((key) -> !before.contains(key)).toList();
		if (added.isEmpty() || comments.isEmpty()) {
			return;
		}
		List<String> placed = new ArrayList<>();
		added.forEach((key) -> placed.addAll(Commented.within(this.out.get(key))));
		comment(added.get(0), without(comments, placed));
	}

	/** Adds comments above those that a property has. */
	private void comment(String name, List<String> comments) {
		this.out.computeIfPresent(name, (key, each) -> (each instanceof Commented commented) ? commented.after(comments)
				: Commented.of(comments, each));
	}

	private static List<String> without(List<String> comments, List<String> placed) {
		Map<String, Integer> counts = new HashMap<>();
		placed.forEach((each) -> counts.merge(each, 1, Integer::sum));
		return comments.stream().filter((each) -> counts.merge(each, -1, Integer::sum) < 0).toList();
	}

	private List<String> comments(String name) {
		KestraSource.Entry entry = this.source.entries().get(name);
		List<String> comments = new ArrayList<>();
		if (entry != null) {
			comments.addAll(entry.comments());
			comments.addAll(entry.value().comments());
		}
		return comments;
	}

	/**
	 * Sets a property of the converted part, and replaces one of the same name.
	 */
	public void put(String name, @Nullable Object value) {
		this.out.put(name, value);
	}

	/**
	 * Removes a property of the converted part.
	 * @return its value without comments; null where it is absent
	 */
	public @Nullable Object remove(String name) {
		return Commented.bare(this.out.remove(name));
	}

	/**
	 * A property of the converted part, without comments; null where it is absent.
	 */
	public @Nullable Object get(String name) {
		return Commented.bare(this.out.get(name));
	}

	/** Carries the properties of a property over as properties of this part. */
	public void nested(String name, KestraSource.Mapping value, Consumer<Draft> carrier) {
		Draft nested = new Draft(value, place(name), this.scope, this.notes);
		carrier.accept(nested);
		nested.finish(name).forEach((each, converted) -> {
			if (!each.equals(LEFT)) {
				this.out.put(each, converted);
			}
		});
		if (!nested.left.isEmpty()) {
			this.left.put(name, nested.left);
			this.reasons.addAll(nested.reasons);
		}
	}

	/** The same for what the executor evaluates. */
	public Draft control() {
		return new Draft(this.source, this.place, this.scope.task(this.scope.taskId(), false), this.notes);
	}

	/** The same for what is a command or a script. */
	public Draft script() {
		return new Draft(this.source, this.place, this.scope.script(), this.notes);
	}

	/** Leaves a property as it is written, so that the flow is refused. */
	public void leave(String name, String reason, String proposal) {
		KestraSource value = this.source.get(name);
		leave(name, (value != null) ? value.plain() : null, reason, proposal);
	}

	/** Leaves a property with what is already reported. */
	public void leaveSilently(String name) {
		KestraSource value = this.source.get(name);
		if (this.taken.add(name) && value != null) {
			this.reasons.addAll(comments(name));
			this.left.put(name, value.plain());
		}
	}

	/**
	 * Whether a property of Kestra is left as it is written, so that the flow is refused.
	 */
	public boolean isLeft(String name) {
		return this.left.containsKey(name);
	}

	/** Leaves what is not written, but meant by Kestra. */
	public void leave(String name, @Nullable Object value, String reason, String proposal) {
		this.taken.add(name);
		if (!this.left.containsKey(name)) {
			this.reasons.addAll(comments(name));
		}
		this.left.put(name, value);
		this.reasons.add("# %s: %s; %s".formatted(name, reason, proposal));
		note(place(name), true, reason, proposal);
	}

	/**
	 * Adds a note without leaving a property.
	 * @param blocking whether the converted flow is refused because of it
	 */
	public void note(Notes.Place at, boolean blocking, String reason, String proposal) {
		this.notes.add(at, blocking, reason, proposal);
	}

	/**
	 * The part, with all that nobody took left as it is, and with comments that have no
	 * place in it above its first property.
	 */
	public Map<String, @Nullable Object> finish(String what) {
		for (String name : this.source.entries().keySet()) {
			if (!this.taken.contains(name) && this.source.get(name) != null) {
				leave(name, "'%s' of %s is not carried over".formatted(name, what),
						"remove it where the flow means the same without it");
			}
		}
		List<String> placed = new ArrayList<>(this.reasons);
		placed.addAll(Commented.within(this.out));
		List<String> lost = without(this.source.comments(), placed);
		this.out.keySet().stream().limit(1).toList().forEach((first) -> comment(first, lost));
		if (!this.left.isEmpty()) {
			List<String> comments = this.reasons.stream()
				.map((reason) -> UNSEEN.matcher(reason).replaceAll(" "))
				.toList();
			this.out.put(LEFT, Commented.of(comments, this.left));
		}
		return this.out;
	}

	References references(Notes.Place at) {
		return new References(this.scope, this.notes, at);
	}

}
