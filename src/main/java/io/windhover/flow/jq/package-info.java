/**
 * Programs of jq over the values of templates, with a budget: each step and each value
 * that is made counts, so that a program can be stopped where nothing can be interrupted.
 * Knows no template.
 */
@NamedInterface("jq")
@NullMarked
package io.windhover.flow.jq;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
