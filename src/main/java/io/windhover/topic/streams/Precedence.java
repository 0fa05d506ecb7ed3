package io.windhover.topic.streams;

/**
 * Topics of one Kafka Streams application, of which one goes before the other while many
 * of its records wait.
 *
 * @param first the topic of what was begun
 * @param later the topic of what is new
 */
public record Precedence(String first, String later) {
}
