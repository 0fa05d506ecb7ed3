package io.windhover.repository.sqlite;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

import io.windhover.execution.State;
import org.jspecify.annotations.Nullable;

/**
 * What rows are asked for, joined by AND.
 */
final class Conditions {

	private final List<String> clauses = new ArrayList<>();

	private final List<Object> values = new ArrayList<>();

	/**
	 * Adds a clause with one parameter; null does not restrict.
	 */
	Conditions add(String clause, @Nullable Object value) {
		if (value != null) {
			this.clauses.add(clause);
			this.values.add(value);
		}
		return this;
	}

	/**
	 * Adds that a column has one of some states; none does not restrict.
	 */
	Conditions states(Collection<State> states) {
		if (!states.isEmpty()) {
			this.clauses.add("state IN (%s)".formatted(String.join(", ", Collections.nCopies(states.size(), "?"))));
			states.stream().sorted().map(State::name).forEach(this.values::add);
		}
		return this;
	}

	/**
	 * Adds that a column of microseconds is in a range.
	 */
	Conditions dates(String column, @Nullable Instant from, @Nullable Instant to) {
		add(column + " >= ?", (from != null) ? Table.micros(from) : null);
		return add(column + " < ?", (to != null) ? Table.micros(to) : null);
	}

	String where() {
		return this.clauses.isEmpty() ? "" : " WHERE " + String.join(" AND ", this.clauses);
	}

	List<Object> values() {
		return this.values;
	}

}
