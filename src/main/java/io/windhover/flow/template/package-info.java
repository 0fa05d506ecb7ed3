/**
 * Pebble templates over the variables of an execution.
 */
@NamedInterface("template")
@NullMarked
package io.windhover.flow.template;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
