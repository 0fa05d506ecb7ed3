/**
 * What a type of tasks or triggers declares, and the binding of its configuration.
 */
@NamedInterface("definition")
@NullMarked
package io.windhover.flow.definition;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
