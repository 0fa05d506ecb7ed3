package io.windhover.management.incident;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.windhover.execution.InstanceRef;
import io.windhover.execution.instance.Incident;
import io.windhover.management.FixedClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What opens, changes hands and closes, on instances that share a played topic.
 */
class IncidentWatchTests {

	private final FixedClock clock = new FixedClock();

	private final PlayedTopic topic = new PlayedTopic();

	private final PlayedInstance one = new PlayedInstance("one", "1", this.topic, this.clock);

	private final PlayedInstance two = new PlayedInstance("two", "1", this.topic, this.clock);

	private final String id = PlayedInstance.finding("poll", 3, "refused").id();

	@Test
	void opensOnceAndIsKnownToAll() {
		this.one.finds("poll", 3, "refused");
		look(this.one, this.one, this.two);
		assertThat(this.topic.records).hasSize(1);
		Incident incident = open(this.two);
		assertThat(incident.kind()).isEqualTo("evaluation-failing");
		assertThat(incident.severity()).isEqualTo("warning");
		assertThat(incident.runbook()).isEqualTo("WindhoverEvaluationsFailing");
		assertThat(incident.subject()).containsEntry("triggerId", "poll");
		assertThat(incident.reporter()).isEqualTo(new InstanceRef("one", "1"));
		assertThat(incident.since()).isEqualTo(FixedClock.START);
		assertThat(events(incident)).containsExactly("opened");
		assertThat(this.two.incidents.openByKind()).isEqualTo(Map.of("evaluation-failing", 1L));
		assertThat(this.two.incidents.sampledAt()).isEqualTo(FixedClock.START);
	}

	@Test
	void closesByItselfAndOpensAgainUnderTheSameIdWithItsHistory() {
		this.one.finds("poll", 3, "refused");
		look(this.one);
		acknowledge(this.two, "ada", "on it");
		this.one.wrong.clear();
		look(this.one);
		assertThat(this.one.incidents.open()).isEmpty();
		Incident closed = Objects.requireNonNull(this.two.incidents.find(this.id));
		assertThat(closed.closedAt()).isEqualTo(FixedClock.START);
		assertThat(closed.acknowledged()).isNull();
		this.clock.advance(Duration.ofMinutes(5));
		this.one.finds("poll", 4, "timeout");
		look(this.one);
		Incident again = open(this.two);
		assertThat(again.since()).isEqualTo(this.clock.instant());
		assertThat(again.acknowledged()).isNull();
		assertThat(events(again)).containsExactly("opened", "acknowledged", "closed", "opened");
	}

	@Test
	void countIsWrittenOnceAMinuteAndTheHistoryHasItsDoublings() {
		this.one.finds("poll", 3, "refused");
		look(this.one);
		for (int i = 4; i <= 100; i++) {
			this.clock.advance(Duration.ofSeconds(5));
			this.one.finds("poll", i, "refused");
			look(this.one);
		}
		assertThat(this.topic.records).hasSize(1 + 97 * 5 / 60);
		assertThat(open(this.two).count()).isEqualTo(99);
		assertThat(open(this.two).history()).extracting(Incident.Event::count).containsExactly(3L, 15L, 39L, 87L);
		this.clock.advance(Duration.ofMinutes(1));
		this.one.finds("poll", 2, "refused");
		look(this.one);
		assertThat(events(open(this.two))).endsWith("counted");
		assertThat(open(this.two).count()).isEqualTo(2);
	}

	@Test
	void whatGoesOnIsWrittenEachTenMinutes() {
		this.one.finds("poll", 3, "refused");
		for (int i = 0; i <= 25; i++) {
			look(this.one);
			this.clock.advance(Duration.ofMinutes(1));
		}
		assertThat(this.topic.records).hasSize(3);
		assertThat(open(this.two).lastSeenAt()).isEqualTo(FixedClock.START.plus(Duration.ofMinutes(20)));
		assertThat(events(open(this.two))).containsExactly("opened");
	}

	@Test
	void longCauseIsCutAndLongHistoryTooKeepingTheLast() {
		for (int i = 0; i < 15; i++) {
			this.one.finds("poll", 3, "x".repeat(5000));
			look(this.one);
			this.one.wrong.clear();
			look(this.one);
		}
		Incident incident = Objects.requireNonNull(this.two.incidents.find(this.id));
		assertThat(incident.cause().length()).isBetween(1000, 1020);
		assertThat(incident.history()).hasSize(Incident.MOST_EVENTS);
		assertThat(events(incident)).endsWith("opened", "closed");
	}

	@Test
	void nextStartGoesOnWithWhatItFindsAgainAndItStaysAcknowledged() {
		this.one.finds("poll", 3, "refused");
		look(this.one);
		acknowledge(this.two, "ada", "on it");
		PlayedInstance next = new PlayedInstance("one", "2", this.topic, this.clock);
		next.verdict = Verdict.UNDECIDED;
		look(next);
		assertThat(open(this.two).reporter()).isEqualTo(new InstanceRef("one", "2"));
		look(next, next);
		next.finds("poll", 3, "refused");
		look(next);
		assertThat(events(open(this.two))).containsExactly("opened", "acknowledged", "adopted");
		assertThat(Objects.requireNonNull(open(this.two).acknowledged()).note()).isEqualTo("on it");
		next.wrong.clear();
		next.verdict = Verdict.OVER;
		look(next);
		assertThat(this.two.incidents.open()).isEmpty();
	}

	@Test
	void anotherInstanceAdoptsWhatItFindsOfOneThatIsGone() {
		this.one.finds("poll", 3, "refused");
		look(this.one);
		this.two.gone.add(new InstanceRef("one", "1"));
		this.two.finds("poll", 5, "timeout");
		look(this.two);
		Incident incident = open(this.one);
		assertThat(incident.reporter().id()).isEqualTo("two");
		assertThat(incident.cause()).isEqualTo("timeout");
		assertThat(incident.openedAt()).isEqualTo(FixedClock.START);
		assertThat(events(incident)).containsExactly("opened", "adopted");
	}

	@Test
	void ofTwoThatFindTheSameTheFirstReportsItUntilItHasNotForAMinute() {
		this.one.finds("poll", 3, "refused");
		this.two.finds("poll", 3, "refused");
		look(this.one, this.two, this.two);
		assertThat(open(this.one).reporter().id()).isEqualTo("one");
		assertThat(this.topic.records).hasSize(1);
		this.one.wrong.clear();
		this.one.verdict = Verdict.ELSEWHERE;
		look(this.one);
		assertThat(this.topic.records).hasSize(1);
		this.clock.advance(Duration.ofMinutes(1));
		look(this.one, this.two, this.one);
		assertThat(open(this.one).reporter().id()).isEqualTo("two");
	}

	@Test
	void whoWouldKnowTakesOverFromALivingReporterAndCloses() {
		this.one.finds("poll", 3, "refused");
		look(this.one);
		this.one.wrong.clear();
		this.one.verdict = Verdict.ELSEWHERE;
		this.two.verdict = Verdict.UNDECIDED;
		look(this.one, this.two, this.one);
		assertThat(open(this.one).reporter().id()).isEqualTo("two");
		this.two.verdict = Verdict.OVER;
		look(this.two);
		assertThat(this.one.incidents.open()).isEmpty();
	}

	@Test
	void orphanIsClosedByTheFirstLivingInstanceAfterAWhile() {
		this.one.finds("poll", 3, "refused");
		look(this.one);
		PlayedInstance zero = new PlayedInstance("zero", "1", this.topic, this.clock);
		zero.verdict = Verdict.ELSEWHERE;
		this.two.verdict = Verdict.ELSEWHERE;
		look(this.two, zero);
		this.two.gone.add(new InstanceRef("one", "1"));
		zero.gone.add(new InstanceRef("one", "1"));
		look(this.two, zero);
		this.clock.advance(PlayedInstance.ORPHAN_GRACE.minusSeconds(1));
		look(this.two, zero);
		assertThat(this.two.incidents.open()).hasSize(1);
		this.clock.advance(Duration.ofSeconds(1));
		zero.hears("two", this.clock.instant());
		look(zero);
		assertThat(this.two.incidents.open()).hasSize(1);
		look(this.two);
		assertThat(zero.incidents.open()).isEmpty();
		assertThat(Objects.requireNonNull(zero.incidents.find(this.id)).history()).last()
			.extracting(Incident.Event::detail)
			.isEqualTo("reporter gone: one");
	}

	@Test
	void orphanThatIsHeardAgainGetsAllTheTimeOnceMore() {
		this.one.finds("poll", 3, "refused");
		look(this.one);
		this.two.verdict = Verdict.ELSEWHERE;
		this.two.gone.add(new InstanceRef("one", "1"));
		look(this.two);
		this.two.gone.clear();
		this.clock.advance(PlayedInstance.ORPHAN_GRACE);
		look(this.two);
		this.two.gone.add(new InstanceRef("one", "1"));
		look(this.two);
		assertThat(this.two.incidents.open()).hasSize(1);
	}

	@Test
	void kindThatNobodyHereFindsIsLeftToItsReporter() {
		Finding finding = new Finding(IncidentKind.PLUGIN_FAILED, Map.of("plugin", "a.jar"), null, "broken", 1, "/x");
		Incident plugin = Objects
			.requireNonNull(new IncidentReview(this.two.reporters, Duration.ZERO, this.clock).found(finding, null));
		this.topic.write(plugin.id(), plugin).join();
		look(this.one);
		assertThat(this.one.incidents.open()).hasSize(1);
		this.one.gone.add(new InstanceRef("two", "1"));
		look(this.one);
		this.clock.advance(PlayedInstance.ORPHAN_GRACE);
		look(this.one);
		assertThat(this.one.incidents.open()).isEmpty();
	}

	@Test
	void withoutABrokerEachShowsWhatItFindsAndPublishesItLater() {
		this.topic.away = true;
		this.clock.advance(Duration.ofSeconds(20));
		this.one.finds("poll", 3, "refused");
		look(this.one, this.one);
		assertThat(open(this.one).cause()).isEqualTo("refused");
		assertThat(this.two.incidents.open()).isEmpty();
		assertThat(this.topic.records).isEmpty();
		assertThat(this.one.incidents.sampledAt()).isEqualTo(FixedClock.START);
		this.topic.away = false;
		look(this.one);
		assertThat(this.topic.records).hasSize(1);
		assertThat(open(this.two).openedAt()).isEqualTo(this.clock.instant());
	}

	@Test
	void whatIsOverWithoutABrokerIsShownSoAndPublishedLater() {
		this.one.finds("poll", 3, "refused");
		look(this.one);
		this.topic.away = true;
		this.one.wrong.clear();
		look(this.one, this.one);
		assertThat(this.one.incidents.open()).isEmpty();
		assertThat(this.two.incidents.open()).hasSize(1);
		this.topic.away = false;
		look(this.one);
		assertThat(this.two.incidents.open()).isEmpty();
	}

	@Test
	void whatTheBrokerDidNotTakeIsPublishedAgain() {
		this.topic.refusing = true;
		this.one.finds("poll", 3, "refused");
		look(this.one);
		assertThat(this.one.incidents.open()).hasSize(1);
		this.topic.refusing = false;
		look(this.one);
		assertThat(this.two.incidents.open()).hasSize(1);
	}

	@Test
	void acknowledgementOutlivesAReportWrittenAtTheSameTime() {
		this.one.finds("poll", 3, "refused");
		look(this.one);
		Incident before = open(this.one);
		acknowledge(this.two, "ada", "on it");
		this.topic.write(this.id, before.seen(this.clock.instant(), "refused", 4)).join();
		assertThat(List.of(open(this.one), open(this.two)))
			.allSatisfy((each) -> assertThat(each.acknowledged()).isNotNull());
		this.one.finds("poll", 4, "refused");
		look(this.one, this.one);
		Incident last = Objects.requireNonNull(this.topic.records.get(this.topic.records.size() - 1));
		assertThat(last.acknowledged()).isNotNull();
		assertThat(last.count()).isEqualTo(4);
		assertThat(this.topic.records).hasSize(4);
	}

	@Test
	void acknowledgementThatTheBrokerDoesNotTakeIsNotShown() {
		this.one.finds("poll", 3, "refused");
		look(this.one);
		this.topic.refusing = true;
		acknowledge(this.one, "ada", "on it");
		assertThat(open(this.one).acknowledged()).isNull();
	}

	@Test
	void sourceThatFailsLeavesOpenWhatItFoundAndHidesNoOther() {
		this.one.finds("poll", 3, "refused");
		look(this.one);
		this.one.broken = true;
		this.one.gone.add(new InstanceRef("one", "1"));
		this.clock.advance(Duration.ofHours(1));
		look(this.one, this.one);
		assertThat(this.one.incidents.open()).hasSize(1);
		this.one.broken = false;
		this.one.wrong.clear();
		look(this.one);
		assertThat(this.one.incidents.open()).isEmpty();
	}

	@Test
	void fencedInstanceReportsNothing() {
		this.one.finds("poll", 3, "refused");
		this.one.fenced = true;
		look(this.one);
		assertThat(this.topic.records).isEmpty();
		assertThat(this.one.incidents.sampledAt()).isNull();
	}

	@Test
	void manyOfAKindAreListedUpToAHundredAndTheOthersAsOne() {
		for (int i = 0; i < 250; i++) {
			this.one.finds("poll-" + i, 3, "refused");
		}
		look(this.one, this.one);
		assertThat(this.two.incidents.open()).hasSize(IncidentWatch.MOST_OF_A_KIND + 1);
		assertThat(this.two.incidents.open()).filteredOn((each) -> each.subject().containsKey("others"))
			.singleElement()
			.satisfies((others) -> assertThat(others.count()).isEqualTo(150));
		assertThat(this.topic.records).hasSize(IncidentWatch.MOST_OF_A_KIND + 1);
		this.one.wrong.clear();
		look(this.one);
		assertThat(this.two.incidents.open()).isEmpty();
	}

	@Test
	void firstInstanceDeletesWhatClosedADayAgo() {
		this.one.finds("poll", 3, "refused");
		look(this.one);
		this.one.wrong.clear();
		look(this.one);
		this.clock.advance(Duration.ofDays(1));
		look(this.one);
		assertThat(this.two.incidents.find(this.id)).isNotNull();
		this.clock.advance(Duration.ofSeconds(1));
		this.two.hears("one", this.clock.instant());
		look(this.two);
		assertThat(this.two.incidents.find(this.id)).isNotNull();
		look(this.one);
		assertThat(this.two.incidents.find(this.id)).isNull();
		assertThat(this.topic.records).endsWith((Incident) null);
	}

	private static void look(PlayedInstance... instances) {
		for (PlayedInstance each : instances) {
			each.watch.look();
		}
	}

	private void acknowledge(PlayedInstance instance, String by, String note) {
		instance.incidents.acknowledge(open(instance), new Incident.Acknowledgement(by, note, this.clock.instant()));
	}

	private static Incident open(PlayedInstance instance) {
		assertThat(instance.incidents.open()).hasSize(1);
		return instance.incidents.open().get(0);
	}

	private static List<String> events(Incident incident) {
		return incident.history().stream().map(Incident.Event::event).toList();
	}

}
