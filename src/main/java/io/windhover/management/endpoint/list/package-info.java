/**
 * What the lists of the endpoints have in common: filters, pages, and their links.
 */
@NullMarked
package io.windhover.management.endpoint.list;

import org.jspecify.annotations.NullMarked;
