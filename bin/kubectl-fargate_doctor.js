#!/usr/bin/env node
// kubectl runs this for `kubectl fargate-doctor …`.
import './run.js';
