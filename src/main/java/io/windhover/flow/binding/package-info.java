/**
 * Binds plain values to records and says everything that is wrong with them.
 */
@NamedInterface("binding")
@NullMarked
package io.windhover.flow.binding;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
