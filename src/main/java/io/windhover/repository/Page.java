package io.windhover.repository;

import java.util.List;

/**
 * One page of a listing.
 *
 * @param total entries on all pages
 */
public record Page<T>(List<T> items, long total) {
}
