/**
 * The JSON of port 8081 as pages, for those who come with a browser.
 */
@NullMarked
package io.windhover.management.browser;

import org.jspecify.annotations.NullMarked;
