package io.windhover.repository.elasticsearch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.windhover.repository.Refusal;

/**
 * Collects what is to be written, and the documents that cannot be: something is missing
 * by which they would be found, or they are no JSON.
 */
class BulkOperations {

	private final List<BulkOperation> actions = new ArrayList<>();

	private final List<Refusal> refusals = new ArrayList<>();

	<D> void add(List<D> documents, Function<D, BulkOperation> action) {
		documents.forEach((document) -> add(document, action));
	}

	<D> void add(D document, Function<D, BulkOperation> action) {
		try {
			this.actions.add(action.apply(document));
		}
		catch (RuntimeException ex) {
			this.refusals.add(new Refusal(document, ex));
		}
	}

	List<BulkOperation> actions() {
		return this.actions;
	}

	List<Refusal> refusals() {
		return this.refusals;
	}

}
