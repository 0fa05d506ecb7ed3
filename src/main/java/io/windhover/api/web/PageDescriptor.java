package io.windhover.api.web;

import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;
import io.windhover.http.Paged;

/**
 * One page of a listing.
 *
 * @param page counts from 0
 * @param total entries on all pages
 */
public record PageDescriptor<T>(List<T> items, @Schema(description = "Counts from 0.") int page, int size,
		@Schema(description = "Entries on all pages.") long total) implements Paged {

	/** The largest page. */
	public static final int MAX_SIZE = 1_000;

	/** The last page that may be asked for: with the largest size still an offset. */
	public static final int MAX_PAGE = 1_000_000;

	@Override
	public boolean more() {
		return this.page < MAX_PAGE && (this.page + 1L) * this.size < this.total;
	}

}
