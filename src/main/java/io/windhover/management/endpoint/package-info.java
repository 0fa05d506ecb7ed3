/**
 * The endpoints for the roles.
 */
@NullMarked
package io.windhover.management.endpoint;

import org.jspecify.annotations.NullMarked;
