package io.windhover.execution.machine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;

import io.windhover.execution.State;
import io.windhover.execution.tree.Effect;
import io.windhover.execution.tree.Event;
import io.windhover.execution.tree.Transition;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.ControlTask.Handlers;
import io.windhover.flow.task.TaskOptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many subflows one event may start; the rest follows in events of their own.
 */
class SubflowBudgetTests {

	/** Few enough for one event to begin all of the tasks. */
	private static final int SUBFLOWS = 100;

	private static final int MOST = 16;

	@Test
	void anEventStartsSomeAndTheRestFollows() {
		Story story = story();
		Transition created = story.created();
		List<Effect.StartSubflow> started = new ArrayList<>(Story.effects(created, Effect.StartSubflow.class));
		assertThat(started).hasSizeBetween(1, MOST);
		follow(story, created).forEach((transition) -> {
			List<Effect.StartSubflow> more = Story.effects(transition, Effect.StartSubflow.class);
			assertThat(more).hasSizeLessThanOrEqualTo(MOST);
			started.addAll(more);
		});
		assertThat(started).hasSize(SUBFLOWS).extracting(Effect.StartSubflow::executionId).doesNotHaveDuplicates();
		assertThat(story.madeInputs).isEqualTo(SUBFLOWS);
		started.forEach((each) -> story
			.happens(new Event.SubflowEnded(each.parent().path(), each.parent().attempt(), State.SUCCESS, null, null)));
		assertThat(story.state()).isEqualTo(State.SUCCESS);
	}

	@Test
	void thoseThatAreRefusedCountAsWell() {
		Story story = story();
		story.takesInputs = false;
		Transition created = story.created();
		assertThat(story.madeInputs).isBetween(1, MOST);
		follow(story, created).forEach((transition) -> assertThat(transition.stale()).isNull());
		assertThat(story.madeInputs).isEqualTo(SUBFLOWS);
		assertThat(story.state()).isEqualTo(State.FAILED);
		assertThat(story.scopes).isEmpty();
	}

	/** All that goes on by itself after an event. */
	private static List<Transition> follow(Story story, Transition first) {
		List<Transition> followed = new ArrayList<>();
		Deque<Effect.Continue> rest = new ArrayDeque<>(Story.effects(first, Effect.Continue.class));
		while (!rest.isEmpty()) {
			Effect.Continue next = rest.remove();
			Transition transition = story.happens(new Event.Continue(next.path(), next.number()));
			followed.add(transition);
			rest.addAll(Story.effects(transition, Effect.Continue.class));
		}
		return followed;
	}

	private static Story story() {
		return new Story(new ControlTask.ForEach("each", TaskOptions.NONE, Handlers.NONE,
				Collections.nCopies(SUBFLOWS, "x"), 0, false, List.of(new ControlTask.Subflow("call", TaskOptions.NONE,
						Handlers.NONE, null, "child", Map.of(), Map.of(), true))));
	}

}
