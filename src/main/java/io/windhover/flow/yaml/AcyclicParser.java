package io.windhover.flow.yaml;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.Parser;

/**
 * Refuses an alias inside of the list or map that its anchor names: the value would
 * contain itself. Only here the alias still has a place of its own.
 */
class AcyclicParser implements Parser {

	private final Parser parser;

	private final Deque<Event> nested = new ArrayDeque<>();

	/** The same ones by identity: events are equal where their texts are. */
	private final Set<Event> open = Collections.newSetFromMap(new IdentityHashMap<>());

	private final Map<String, Event> anchors = new HashMap<>();

	AcyclicParser(Parser parser) {
		this.parser = parser;
	}

	@Override
	public boolean checkEvent(Event.ID choice) {
		return this.parser.checkEvent(choice);
	}

	@Override
	public Event peekEvent() {
		return this.parser.peekEvent();
	}

	@Override
	public Event getEvent() {
		Event event = this.parser.getEvent();
		if (event instanceof CollectionStartEvent start) {
			this.nested.push(start);
			this.open.add(start);
			anchored(start.getAnchor(), start);
		}
		else if (event instanceof CollectionEndEvent) {
			this.open.remove(this.nested.pop());
		}
		else if (event instanceof ScalarEvent scalar) {
			anchored(scalar.getAnchor(), scalar);
		}
		else if (event instanceof AliasEvent alias) {
			refuseRecursion(alias);
		}
		return event;
	}

	/** An anchor may be given again: an alias means the last one before it. */
	private void anchored(@Nullable String anchor, Event event) {
		if (anchor != null) {
			this.anchors.put(anchor, event);
		}
	}

	private void refuseRecursion(AliasEvent alias) {
		Event value = this.anchors.get(alias.getAnchor());
		if (value != null && this.open.contains(value)) {
			throw new RecursiveAliasException(alias.getAnchor(), value.getStartMark(), alias.getStartMark());
		}
	}

	/** Ends the reading at the alias. */
	private static class RecursiveAliasException extends MarkedYAMLException {

		RecursiveAliasException(String anchor, Mark value, Mark alias) {
			super(null, null, "the alias '*%1$s' refers to itself: it is part of the value of '&%1$s' in line %2$d"
				.formatted(anchor, Position.of(value).line()), alias);
		}

	}

}
