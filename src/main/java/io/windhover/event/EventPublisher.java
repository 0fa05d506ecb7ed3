package io.windhover.event;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

import io.windhover.event.EventFactory.Data;
import io.windhover.execution.instance.OutgoingEvent;
import io.windhover.topic.Publisher;
import io.windhover.topic.Topic;
import io.windhover.topic.access.Denials;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what no topic tells of, off the caller's thread. It is there on every
 * instance, and does nothing where events are off.
 */
public class EventPublisher {

	private static final Logger logger = LoggerFactory.getLogger(EventPublisher.class);

	/** Events that wait for the broker. */
	private static final int MOST_WAITING = 1000;

	private final boolean enabled;

	private final EventFactory factory;

	private final Topic<OutgoingEvent> topic;

	private final Publisher publisher;

	private final ExecutorService thread;

	private final Denials denials;

	private final Clock clock;

	private final AtomicInteger waiting = new AtomicInteger();

	/**
	 * Publishes on a thread of its own.
	 * @param enabled false where events are off
	 * @param thread sends the events, one after the other
	 * @param denials explain why the broker refuses one
	 */
	public EventPublisher(boolean enabled, EventFactory factory, Topic<OutgoingEvent> topic, Publisher publisher,
			ExecutorService thread, Denials denials, Clock clock) {
		this.enabled = enabled;
		this.factory = factory;
		this.topic = topic;
		this.publisher = publisher;
		this.thread = thread;
		this.denials = denials;
		this.clock = clock;
	}

	/**
	 * Somebody changed something, or was refused.
	 * @param who as the audit names them
	 * @param target what it was done to, or asked for
	 * @param details what else the audit says of it
	 */
	public void operation(String who, String target, Map<String, ?> details) {
		if (!this.enabled) {
			return;
		}
		Instant now = this.clock.instant();
		Data data = new Data().and("who", who).and("target", target).and("at", now);
		details.forEach(data::and);
		publish(target,
				this.factory.create(EventType.OPERATION_PERFORMED, UUID.randomUUID().toString(), target, now, data));
	}

	private void publish(String key, OutgoingEvent event) {
		if (this.waiting.incrementAndGet() > MOST_WAITING) {
			this.waiting.decrementAndGet();
			logger.warn("The event {} of {} is dropped: too many wait for the broker", event.type(), event.subject());
			return;
		}
		this.thread.execute(() -> send(key, event));
	}

	private void send(String key, OutgoingEvent event) {
		try {
			this.publisher.send(this.topic, key, event).whenComplete((sent, failure) -> {
				this.waiting.decrementAndGet();
				if (failure != null) {
					lost(event, failure);
				}
			}).isDone();
		}
		catch (RuntimeException ex) {
			this.waiting.decrementAndGet();
			lost(event, ex);
		}
	}

	private void lost(OutgoingEvent event, Throwable cause) {
		String denied = this.denials.explain(cause);
		logger.warn("The event {} of {} was not published: {}", event.type(), event.subject(),
				(denied != null) ? denied : cause.getMessage());
	}

}
