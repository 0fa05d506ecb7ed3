/**
 * The inputs of flows, their rules, and their conversion.
 */
@NamedInterface("input")
@NullMarked
package io.windhover.flow.input;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
