/**
 * What flows of every kind come to, on the packaged application with a real broker.
 */
@NullMarked
package io.windhover.conformance;

import org.jspecify.annotations.NullMarked;
