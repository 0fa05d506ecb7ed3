package io.windhover.event.relay;

import io.windhover.execution.instance.OutgoingEvent;

/**
 * An event on its way to the topic.
 *
 * @param key of its record: events with one subject have one key
 */
record DerivedEvent(String key, OutgoingEvent event) {
}
