/**
 * The messages about flows and triggers: what became of their executions, and what they
 * are told to do.
 */
@NamedInterface("flow")
@NullMarked
package io.windhover.execution.flow;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
