/**
 * Converts a whole flow, for the API and for the command line.
 */
@NamedInterface("flow")
@NullMarked
package io.windhover.convert.flow;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
