package io.windhover.management;

import java.util.List;

import io.windhover.cluster.Neighbours;
import io.windhover.indexer.IndexerView;
import io.windhover.instance.Role;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs one line when other indexers begin to take documents away from the embedded
 * repository of this process, at a start too, and one when none does any more.
 */
class SharedIndexing implements SampleListener {

	private static final Logger logger = LoggerFactory.getLogger(SharedIndexing.class);

	private final IndexerView indexer;

	private final Neighbours neighbours;

	private List<String> told = List.of();

	SharedIndexing(IndexerView indexer, Neighbours neighbours) {
		this.indexer = indexer;
		this.neighbours = neighbours;
	}

	@Override
	public void sampled() {
		List<String> others = this.indexer.isRepositoryEmbedded()
				? this.neighbours.with(Role.INDEXER).stream().map((each) -> each.instance().id()).toList() : List.of();
		if (others.equals(this.told)) {
			return;
		}
		this.told = others;
		if (others.isEmpty()) {
			logger.info("This is the only indexer again; what others indexed meanwhile is in their repositories");
		}
		else {
			logger.warn("The repository of this process is embedded and has a part of the documents only: {} {} the "
					+ "rest. Give the role indexer to one instance, or set windhover.repository.type to elasticsearch",
					String.join(", ", others), (others.size() == 1) ? "takes" : "take");
		}
	}

}
