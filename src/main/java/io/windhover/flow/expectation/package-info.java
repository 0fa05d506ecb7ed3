/**
 * What a flow expects of its executions.
 */
@NamedInterface("expectation")
@NullMarked
package io.windhover.flow.expectation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
