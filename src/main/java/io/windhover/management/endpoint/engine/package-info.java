/**
 * The endpoints of the executor and of the worker.
 */
@NullMarked
package io.windhover.management.endpoint.engine;

import org.jspecify.annotations.NullMarked;
