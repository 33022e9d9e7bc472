# Everything a newcomer runs. Each target installs what is missing first.
STACK ?= dev
.DEFAULT_GOAL := help

help: ## List the targets
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

node_modules/.installed: package.json package-lock.json
	npm ci --loglevel=error --no-audit
	@touch $@

preview: node_modules/.installed ## Show what STACK would build (no account, no CLI)
	@npm run preview -- --stack $(STACK)

test: node_modules/.installed ## Check types, lint, format, and run every test
	@npm run check
	@npm test

cost: node_modules/.installed ## Show what STACK costs, line by line, and what would save
	@npm run cost -- --stack $(STACK)

report: node_modules/.installed ## Write STACK's page of architecture, reach and cost to report-STACK.html
	@npm run report -- --stack $(STACK) --out report-$(STACK).html

e2e: node_modules/.installed ## Live the whole life of both stacks on the real engine, without a cloud
	@npm run e2e

sandbox: node_modules/.installed ## Bring STACK up on the stand-in cloud, to play with
	@npm run sandbox -- up --stack $(STACK)

.PHONY: help preview test cost report e2e sandbox
