/**
 * The task types that send HTTP requests.
 */
@NullMarked
package io.windhover.worker.http;

import org.jspecify.annotations.NullMarked;
