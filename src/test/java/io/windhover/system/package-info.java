/**
 * Tests of the whole application, as its users meet it.
 */
package io.windhover.system;
