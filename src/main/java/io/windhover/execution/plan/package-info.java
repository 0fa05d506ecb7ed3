/**
 * A flow as a plan: nodes with their control tasks, and the scopes in which they run.
 */
@NamedInterface("plan")
@NullMarked
package io.windhover.execution.plan;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
