package io.windhover.api.trigger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

import io.windhover.api.flow.FlowProperties;
import io.windhover.api.flow.Flows;
import io.windhover.api.web.ApiProperties;
import io.windhover.api.web.BoundedPublisher;
import io.windhover.api.web.Problems;
import io.windhover.execution.flow.BackfillState;
import io.windhover.execution.flow.TriggerCommand;
import io.windhover.execution.flow.TriggerState;
import io.windhover.execution.json.InputsSize;
import io.windhover.execution.json.Json;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.ScheduleTrigger;
import io.windhover.flow.Trigger;
import io.windhover.flow.input.Input;
import io.windhover.flow.input.Inputs;
import io.windhover.flow.template.Templates;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Role;
import io.windhover.topic.Topics;
import org.springframework.stereotype.Component;

/**
 * Asks the scheduler to begin and to cancel backfills, and waits until it has.
 */
@Component
@ConditionalOnRole(Role.API)
class Backfills {

	/** From the scheduler's decision until it is read here. */
	private static final Duration ON_ITS_WAY = Duration.ofSeconds(2);

	/** They stay with the state of the trigger, which is written at each step. */
	private static final int MAX_INPUTS = 16 * 1024;

	private final Flows flows;

	private final Triggers triggers;

	private final Templates templates;

	private final Topics topics;

	private final BoundedPublisher publisher;

	private final int maxDates;

	private final Duration timeout;

	private final Clock clock;

	Backfills(Flows flows, Triggers triggers, Templates templates, Topics topics, BoundedPublisher publisher,
			ApiProperties properties, FlowProperties flowProperties, Clock clock) {
		this.flows = flows;
		this.triggers = triggers;
		this.templates = templates;
		this.topics = topics;
		this.publisher = publisher;
		this.maxDates = properties.maxBackfillDates();
		this.timeout = flowProperties.storeTimeout();
		this.clock = clock;
	}

	/**
	 * The last backfill of a trigger; fails with a problem when there was none.
	 */
	BackfillDescriptor require(FlowKey key, String triggerId) {
		Flow flow = this.flows.require(key);
		find(flow, triggerId);
		TriggerState state = this.triggers.find(name(key, triggerId));
		BackfillState known = (state != null) ? state.backfill() : null;
		if (state == null || known == null) {
			throw Problems.notFound("Trigger '%s' has had no backfill.".formatted(triggerId),
					"POST to the same path begins one.");
		}
		return BackfillDescriptor.of(known, state, flow.isDisabled());
	}

	/**
	 * Begins a backfill; fails with a problem when it does not begin.
	 */
	BackfillDescriptor start(FlowKey key, String triggerId, StartBackfill request) {
		Flow flow = this.flows.require(key);
		if (!(find(flow, triggerId) instanceof ScheduleTrigger schedule)) {
			throw Problems.conflict("Trigger '%s' is not a schedule, so it has no dates.".formatted(triggerId),
					"Choose a trigger of the type 'schedule'.");
		}
		requireFree(flow, triggerId);
		Instant now = this.clock.instant();
		StartBackfill.Range range = request.range(now);
		String id = UUID.randomUUID().toString();
		TriggerState begun = await(
				new TriggerCommand.Backfill(key.namespace(), key.id(), triggerId, now, now.plus(this.timeout), id,
						schedule.cron(), schedule.timezone(), schedule.conditions(), range.from(), range.to(),
						count(schedule, range), request.concurrencyOrOne(), inputs(flow, schedule, request)),
				(backfill) -> backfill.isActive() || backfill.id().equals(id));
		BackfillState backfill = begun.backfill();
		if (backfill == null || !backfill.id().equals(id)) {
			throw goesOn(triggerId);
		}
		return BackfillDescriptor.of(backfill, begun, false);
	}

	/**
	 * Cancels the backfill that goes on; fails with a problem when none does.
	 */
	BackfillDescriptor cancel(FlowKey key, String triggerId) {
		BackfillDescriptor known = require(key, triggerId);
		if (known.endedAt() != null) {
			throw Problems.conflict("The backfill of trigger '%s' has ended.".formatted(triggerId),
					"Only one that goes on can be cancelled.");
		}
		Instant now = this.clock.instant();
		TriggerState ended = await(new TriggerCommand.CancelBackfill(key.namespace(), key.id(), triggerId, now,
				now.plus(this.timeout), known.id()), (each) -> !each.isActive() || !each.id().equals(known.id()));
		BackfillState backfill = ended.backfill();
		return (backfill != null) ? BackfillDescriptor.of(backfill, ended, false) : known;
	}

	private static Trigger find(Flow flow, String triggerId) {
		return flow.triggers()
			.stream()
			.filter((each) -> each.id().equals(triggerId))
			.findFirst()
			.orElseThrow(() -> Problems.notFound("Flow '%s' has no trigger '%s'.".formatted(flow.key(), triggerId),
					"GET the flow with Accept: application/json lists its triggers."));
	}

	private void requireFree(Flow flow, String triggerId) {
		TriggerState state = this.triggers.find(name(flow.key(), triggerId));
		if (flow.isDisabled()) {
			throw Problems.conflict("Flow '%s' is disabled.".formatted(flow.key()),
					"Store it without 'disabled: true' to start executions again.");
		}
		if (state != null && state.paused()) {
			throw Problems.conflict("Trigger '%s' is paused.".formatted(triggerId),
					"Send the request again when an operator has resumed it.");
		}
		if (state != null && state.backfill() != null && state.backfill().isActive()) {
			throw goesOn(triggerId);
		}
	}

	private static RuntimeException goesOn(String triggerId) {
		return Problems.conflict("Trigger '%s' has a backfill that goes on.".formatted(triggerId),
				"Wait for its end, which GET on the same path shows, or cancel it with DELETE.");
	}

	private int count(ScheduleTrigger schedule, StartBackfill.Range range) {
		int count = 0;
		Instant date = schedule.next(range.from().minusNanos(1));
		while (date != null && !date.isAfter(range.to())) {
			if (++count > this.maxDates) {
				throw Problems.badRequest("to",
						"The range has more than %d dates of the cron '%s'.".formatted(this.maxDates, schedule.cron()),
						"Fill it in parts; windhover.api.max-backfill-dates allows more.");
			}
			date = schedule.next(date);
		}
		if (count == 0) {
			throw Problems.badRequest("from",
					"The cron '%s' has no date in the range%s.".formatted(schedule.cron(),
							(schedule.conditions() != null) ? " that meets the conditions of the schedule" : ""),
					"Both ends of the range belong to it; the timezone is %s.".formatted(schedule.timezone()));
		}
		return count;
	}

	/** Those of the request alone, converted: the trigger gives all others. */
	private Map<String, Object> inputs(Flow flow, ScheduleTrigger schedule, StartBackfill request) {
		int size = Json.mapper().writeValueAsBytes(request.inputsOrNone()).length;
		if (size > MAX_INPUTS) {
			throw Problems.tooLarge("Inputs are %d bytes of JSON, more than %d.".formatted(size, MAX_INPUTS),
					"Keep large data elsewhere, and give the executions what names it.");
		}
		List<Input> optional = flow.inputs()
			.stream()
			.map((input) -> new Input(input.id(), input.type(), false, null, input.description(), input.displayName(),
					input.rules()))
			.toList();
		Map<String, Object> inputs = Inputs.resolve(optional, request.inputsOrNone(), this.templates);
		Map<String, Object> all = new LinkedHashMap<>(schedule.inputs());
		all.putAll(inputs);
		String refusal = InputsSize.refusal(all, Map.of());
		if (refusal != null) {
			throw Problems.tooLarge("With those of trigger '%s', %s.".formatted(schedule.id(), refusal),
					"Shorten the inputs that the trigger gives, or give shorter ones in their place.");
		}
		return inputs;
	}

	private TriggerState await(TriggerCommand command, Predicate<BackfillState> wanted) {
		TriggerState changed = this.triggers.await(command.triggerKey(),
				(state) -> state.backfill() != null && wanted.test(state.backfill()), () -> this.publisher
					.publish(this.topics.triggerCommands(), command.namespace() + "/" + command.flowId(), command),
				this.timeout.plus(ON_ITS_WAY));
		if (changed == null) {
			throw Problems.unavailable(
					"No scheduler changed the backfill within %s, and none will do so later: trigger %s is as it was."
						.formatted(this.timeout, command.triggerKey()),
					"See that its flow is enabled and that an instance with the role scheduler runs, and send the request "
							+ "again: GET /cluster on the management port lists the instances.",
					null);
		}
		return changed;
	}

	private static String name(FlowKey flow, String triggerId) {
		return flow + "/" + triggerId;
	}

}
