package io.windhover.flow;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.windhover.monitoring.NodePackage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the dates of generated cron expressions against those of cron-utils. It tells the
 * local times; which instants they are where the clocks change says flows.md: those of a
 * time of day are one each, those of steps as many as the clocks show. Croner, which has
 * these rules too, tells the instants.
 */
class CronOracleTests {

	private static final int EXPRESSIONS = 10_000;

	private static final int DATES = 4;

	/** Longer than any change of the clocks. */
	private static final int CHANGE_HOURS = 3;

	private static final List<ZoneId> ZONES = List
		.of("UTC", "Europe/Paris", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Africa/Cairo",
				"Pacific/Apia", "Asia/Kathmandu")
		.stream()
		.map(ZoneId::of)
		.toList();

	private static final int NEAR_CHANGES = 10_000;

	/** Whose rules have not changed since any Node.js that may run here was made. */
	private static final List<ZoneId> CHANGING = Stream
		.of("Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Pacific/Auckland")
		.map(ZoneId::of)
		.toList();

	private static final NodePackage SCHEDULER = new NodePackage(Path.of("src/test/cron"),
			Path.of("target/cron-check"));

	private static final CronParser ORACLE = new CronParser(CronDefinitionBuilder.defineCron()
		.withSeconds()
		.and()
		.withMinutes()
		.and()
		.withHours()
		.and()
		.withDayOfMonth()
		.supportsL()
		.supportsLW()
		.and()
		.withMonth()
		.and()
		.withDayOfWeek()
		.withValidRange(0, 7)
		.withMondayDoWValue(1)
		.withIntMapping(7, 0)
		.supportsHash()
		.supportsL()
		.and()
		.matchDayOfWeekAndDayOfMonth()
		.instance());

	private final long seed = System.nanoTime();

	private final Random random = new Random(this.seed);

	@Test
	void datesAreThoseOfAnIndependentLibraryOverChangesOfTheClocks() {
		System.out.println("Seed of the cron expressions: " + this.seed);
		for (int i = 0; i < EXPRESSIONS; i++) {
			String cron = expression();
			ZoneId zone = ZONES.get(this.random.nextInt(ZONES.size()));
			Instant after = after(zone);
			ScheduleTrigger trigger = new ScheduleTrigger("t", cron, zone, null, ScheduleTrigger.RecoverMissed.NONE,
					Map.of());
			assertThat(dates(trigger, after)).as("'%s' in %s after %s, seed %d", cron, zone, after, this.seed)
				.isEqualTo(oracle(cron, zone, after));
		}
	}

	/**
	 * A scheduler that has the rules of Vixie cron itself decides what a change of the
	 * clocks leaves out or repeats. Of several times that one leaves out it fires none,
	 * so that those are left to the other test.
	 */
	@Test
	void datesAroundChangesOfTheClocksAreThoseOfASchedulerWithTheSameRules() {
		System.out.println("Seed of the cron expressions: " + this.seed);
		List<String> asked = new ArrayList<>();
		List<String> own = new ArrayList<>();
		for (int i = 0; i < NEAR_CHANGES; i++) {
			String cron = timeOfDayOrSteps();
			ZoneId zone = CHANGING.get(this.random.nextInt(CHANGING.size()));
			Instant after = nearAChange(zone, anyInstant());
			asked.add("%s|%s|%s".formatted(cron, zone, after));
			own.add(dates(new ScheduleTrigger("t", cron, zone, null, ScheduleTrigger.RecoverMissed.NONE, Map.of()),
					after)
				.stream()
				.map((date) -> Long.toString(date.toEpochMilli()))
				.collect(Collectors.joining(" ")));
		}
		List<String> others = SCHEDULER.run("dates.mjs", List.of(), asked);
		assertThat(others).hasSameSizeAs(asked);
		for (int i = 0; i < asked.size(); i++) {
			assertThat(own.get(i)).as("'%s', seed %d", asked.get(i), this.seed).isEqualTo(others.get(i));
		}
	}

	/** On each day, because days are compared above. */
	private String timeOfDayOrSteps() {
		String minute = Integer.toString(this.random.nextInt(60));
		String times = switch (this.random.nextInt(4)) {
			case 0 -> "%s *".formatted(field(0, 59));
			case 1 -> "*/%d *".formatted(1 + this.random.nextInt(30));
			case 2 -> "%s */%d".formatted(minute, 1 + this.random.nextInt(3));
			// where most clocks change
			default -> "%s %d".formatted(minute, this.random.nextInt(4));
		};
		return "0 %s * * *".formatted(times);
	}

	private static List<Instant> dates(ScheduleTrigger trigger, Instant after) {
		List<Instant> dates = new ArrayList<>();
		Instant date = trigger.next(after);
		while (date != null && dates.size() < DATES) {
			dates.add(date);
			date = trigger.next(date);
		}
		return dates;
	}

	private static List<Instant> oracle(String cron, ZoneId zone, Instant after) {
		ExecutionTime times = ExecutionTime.forCron(ORACLE.parse(cron));
		NavigableSet<Instant> found = new TreeSet<>();
		LocalDateTime local = next(times,
				after.atZone(zone).toLocalDateTime().minusHours(changesNear(zone, after) ? CHANGE_HOURS : 0));
		LocalDateTime enough = null;
		while (local != null && (enough == null || local.isBefore(enough))) {
			found.addAll(instants(cron, zone, local));
			if (enough == null && found.tailSet(after, false).size() >= DATES) {
				enough = local.plusHours(changesNear(zone, found.last()) ? CHANGE_HOURS : 0);
			}
			local = next(times, local);
		}
		return found.tailSet(after, false).stream().limit(DATES).toList();
	}

	private static List<Instant> instants(String cron, ZoneId zone, LocalDateTime local) {
		ZoneOffsetTransition change = zone.getRules().getTransition(local);
		boolean steps = Arrays.stream(cron.split(" ", -1))
			.limit(3)
			.anyMatch((field) -> field.startsWith("*") || field.startsWith("0/"));
		if (change == null || steps) {
			return zone.getRules().getValidOffsets(local).stream().map(local::toInstant).toList();
		}
		return List.of(change.isGap() ? change.getInstant() : local.toInstant(change.getOffsetBefore()));
	}

	/** Only there does a later local time come earlier. */
	private static boolean changesNear(ZoneId zone, Instant instant) {
		Duration near = Duration.ofHours(CHANGE_HOURS);
		return !zone.getRules().getOffset(instant.minus(near)).equals(zone.getRules().getOffset(instant.plus(near)));
	}

	private static @Nullable LocalDateTime next(ExecutionTime times, LocalDateTime after) {
		Optional<ZonedDateTime> next = times.nextExecution(after.atZone(ZoneOffset.UTC));
		return next.map(ZonedDateTime::toLocalDateTime).orElse(null);
	}

	/** Every second time near a change of the clocks. */
	private Instant after(ZoneId zone) {
		Instant any = anyInstant();
		return this.random.nextBoolean() ? nearAChange(zone, any) : any;
	}

	/** Somewhere in twenty years. */
	private Instant anyInstant() {
		return Instant.parse("2015-01-01T00:00:00Z").plusSeconds(this.random.nextInt(20 * 365 * 24 * 3600));
	}

	private Instant nearAChange(ZoneId zone, Instant any) {
		ZoneOffsetTransition change = zone.getRules().nextTransition(any);
		return (change != null)
				? change.getInstant().plus(this.random.nextInt(2 * 24 * 60) - 24 * 60L, ChronoUnit.MINUTES) : any;
	}

	private String expression() {
		String day = dayOfMonth();
		// days that are both are years apart, and the oracle looks at each
		String dayOfWeek = (day.equals("*") || this.random.nextInt(20) == 0) ? dayOfWeek() : "*";
		String rest = String.join(" ", field(0, 59), field(0, 23), day, month(), dayOfWeek);
		return (this.random.nextInt(4) == 0) ? seconds() + " " + rest : "0 " + rest;
	}

	/** Each second of hours would take the oracle long. */
	private String seconds() {
		String seconds = field(0, 59);
		return seconds.equals("*") ? "*/20" : seconds;
	}

	private String dayOfMonth() {
		return switch (this.random.nextInt(8)) {
			case 0 -> "L";
			case 1 -> "LW";
			case 2, 3, 4 -> "*";
			// later days may never come beside a month or a day of the week
			default -> field(1, 28);
		};
	}

	private String month() {
		return switch (this.random.nextInt(4)) {
			case 0 -> name(List.of("JAN", "FEB", "APR", "JUL", "SEP", "DEC"));
			case 1 -> field(1, 12);
			default -> "*";
		};
	}

	private String dayOfWeek() {
		return switch (this.random.nextInt(8)) {
			case 0 -> name(List.of("MON", "WED", "SAT", "SUN", "MON-FRI", "TUE,THU"));
			case 1 -> field(0, 6);
			case 2 -> "%d#%d".formatted(this.random.nextInt(7), 1 + this.random.nextInt(4));
			case 3 -> this.random.nextInt(7) + "L";
			default -> "*";
		};
	}

	private String name(List<String> names) {
		return names.get(this.random.nextInt(names.size()));
	}

	/** A value, a list, a range, with or without a step, or any. */
	private String field(int least, int most) {
		int from = least + this.random.nextInt(most - least + 1);
		int to = from + this.random.nextInt(most - from + 1);
		int step = 1 + this.random.nextInt(Math.max(1, (most - least) / 2));
		return switch (this.random.nextInt(7)) {
			case 0 -> "*";
			case 1 -> "*/" + step;
			case 2 -> from + "-" + to;
			case 3 -> "%d-%d/%d".formatted(from, to, step);
			case 4 -> IntStream.generate(() -> least + this.random.nextInt(most - least + 1))
				.limit(3)
				.distinct()
				.sorted()
				.mapToObj(Integer::toString)
				.collect(Collectors.joining(","));
			default -> Integer.toString(from);
		};
	}

}
