/**
 * What the readers of a flow have in common: sections of its text, problems with their
 * lines, and the shapes of properties.
 */
@NullMarked
package io.windhover.flow.reading.section;

import org.jspecify.annotations.NullMarked;
