package io.windhover.flow.reading.trigger;

import java.time.LocalTime;
import java.util.List;

import io.windhover.flow.binding.Path;
import io.windhover.flow.expectation.Expectations;
import io.windhover.flow.reading.section.ReadingProblems;
import io.windhover.flow.reading.section.SectionSchemas.ExpectShape;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is expected of a flow.
 */
public final class ExpectReader {

	private static final Path PATH = Path.ROOT.child("expect");

	private ExpectReader() {
	}

	/**
	 * Reads them, and adds a problem if a property has no effect or nothing is expected.
	 */
	public static Expectations read(ExpectShape shape, ReadingProblems problems) {
		boolean timed = shape.startedBy() != null || shape.endedBy() != null;
		if (!timed && shape.timezone() != null) {
			problems.value(PATH.child("timezone"), "is of 'startedBy' and 'endedBy', and there is neither");
		}
		if (!timed && shape.days() != null) {
			problems.value(PATH.child("days"), "are of 'startedBy' and 'endedBy', and there is neither");
		}
		if (shape.maxDuration() == null && shape.onMaxDuration() != null) {
			problems.value(PATH.child("onMaxDuration"), "is of 'maxDuration', which is missing");
		}
		Expectations read = new Expectations(shape.successEvery(), time("startedBy", shape.startedBy(), problems),
				time("endedBy", shape.endedBy(), problems), shape.timezone(),
				(shape.days() != null) ? shape.days() : List.of(), shape.maxDuration(), shape.onMaxDuration(),
				(shape.minMetric() != null)
						? new Expectations.MinMetric(shape.minMetric().name(), shape.minMetric().value()) : null,
				shape.maxFailuresInARow());
		if (read.isEmpty()) {
			problems.value(PATH, "expects nothing; give 'successEvery', 'startedBy', 'endedBy', 'maxDuration', "
					+ "'minMetric' or 'maxFailuresInARow'");
		}
		return read;
	}

	private static @Nullable LocalTime time(String name, @Nullable String text, ReadingProblems problems) {
		LocalTime time = (text != null) ? LocalTime.parse(text) : null;
		if (LocalTime.MIDNIGHT.equals(time)) {
			problems.value(PATH.child(name), "is when the day begins; give a later time, such as 23:59");
		}
		return time;
	}

}
