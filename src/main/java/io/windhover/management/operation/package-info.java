/**
 * What an operator can do on port 8081, as against see.
 */
@NullMarked
package io.windhover.management.operation;

import org.jspecify.annotations.NullMarked;
