/**
 * The functions and filters of templates.
 */
@NullMarked
package io.windhover.flow.template.function;

import org.jspecify.annotations.NullMarked;
