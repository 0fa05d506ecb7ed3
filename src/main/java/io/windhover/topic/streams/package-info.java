/**
 * What the Kafka Streams applications of the roles have in common.
 */
@NamedInterface("streams")
@NullMarked
package io.windhover.topic.streams;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
