/**
 * Creates the topics at the start, and checks those that exist.
 */
@NullMarked
package io.windhover.topic.creation;

import org.jspecify.annotations.NullMarked;
