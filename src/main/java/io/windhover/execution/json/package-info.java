/**
 * Messages as JSON.
 */
@NamedInterface("json")
@NullMarked
package io.windhover.execution.json;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
