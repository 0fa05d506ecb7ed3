/**
 * What each role may do with Kafka, and what a broker denied.
 */
@NamedInterface("access")
@NullMarked
package io.windhover.topic.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
