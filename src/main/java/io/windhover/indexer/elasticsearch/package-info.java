/**
 * The repository in Elasticsearch or OpenSearch.
 */
@NullMarked
package io.windhover.indexer.elasticsearch;

import org.jspecify.annotations.NullMarked;
