/**
 * Records as values, and those that a newer version wrote.
 */
@NamedInterface("record")
@NullMarked
package io.windhover.topic.record;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
