/**
 * YAML as plain values that know where in the text they stand.
 */
@NullMarked
package io.windhover.flow.yaml;

import org.jspecify.annotations.NullMarked;
