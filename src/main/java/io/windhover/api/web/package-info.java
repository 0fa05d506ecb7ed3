/**
 * What all routes have in common: problems, pages, bounded waiting for the broker.
 */
@NullMarked
package io.windhover.api.web;

import org.jspecify.annotations.NullMarked;
