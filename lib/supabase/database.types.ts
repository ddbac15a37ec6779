export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];

export type Database = {
  public: {
    Tables: {
      alerts: {
        Row: {
          acknowledged_at: string | null;
          acknowledged_by: string | null;
          acknowledged_label: string | null;
          amount: number;
          budget_id: string | null;
          budget_name: string;
          created_at: string;
          id: string;
          period_start: string;
          project: string | null;
          threshold: number;
          type: string;
        };
        ComputedFields: never;
        Insert: {
          acknowledged_at?: string | null;
          acknowledged_by?: string | null;
          acknowledged_label?: string | null;
          amount: number;
          budget_id?: string | null;
          budget_name: string;
          created_at?: string;
          id?: string;
          period_start: string;
          project?: string | null;
          threshold: number;
          type: string;
        };
        Update: {
          acknowledged_at?: string | null;
          acknowledged_by?: string | null;
          acknowledged_label?: string | null;
          amount?: number;
          budget_id?: string | null;
          budget_name?: string;
          created_at?: string;
          id?: string;
          period_start?: string;
          project?: string | null;
          threshold?: number;
          type?: string;
        };
        Relationships: [
          {
            foreignKeyName: "alerts_budget_id_fkey";
            columns: ["budget_id"];
            isOneToOne: false;
            referencedRelation: "budgets";
            referencedColumns: ["id"];
          },
        ];
      };
      api_keys: {
        Row: {
          created_at: string;
          created_by: string | null;
          expires_at: string | null;
          id: string;
          key_prefix: string;
          key_sha256: string;
          last_used_at: string | null;
          name: string;
          project: string | null;
          rate_per_second: number | null;
          revoked_at: string | null;
          scopes: string[];
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          created_by?: string | null;
          expires_at?: string | null;
          id?: string;
          key_prefix: string;
          key_sha256: string;
          last_used_at?: string | null;
          name: string;
          project?: string | null;
          rate_per_second?: number | null;
          revoked_at?: string | null;
          scopes: string[];
        };
        Update: {
          created_at?: string;
          created_by?: string | null;
          expires_at?: string | null;
          id?: string;
          key_prefix?: string;
          key_sha256?: string;
          last_used_at?: string | null;
          name?: string;
          project?: string | null;
          rate_per_second?: number | null;
          revoked_at?: string | null;
          scopes?: string[];
        };
        Relationships: [];
      };
      audit_log: {
        Row: {
          action: string;
          actor_id: string | null;
          actor_kind: string;
          actor_label: string | null;
          address: string | null;
          created_at: string;
          detail: NonNullable<Json>;
          id: number;
          project: string | null;
          target_id: string | null;
          target_type: string;
        };
        ComputedFields: never;
        Insert: {
          action: string;
          actor_id?: string | null;
          actor_kind: string;
          actor_label?: string | null;
          address?: string | null;
          created_at?: string;
          detail?: NonNullable<Json>;
          id?: never;
          project?: string | null;
          target_id?: string | null;
          target_type: string;
        };
        Update: {
          action?: string;
          actor_id?: string | null;
          actor_kind?: string;
          actor_label?: string | null;
          address?: string | null;
          created_at?: string;
          detail?: NonNullable<Json>;
          id?: never;
          project?: string | null;
          target_id?: string | null;
          target_type?: string;
        };
        Relationships: [];
      };
      budget_periods: {
        Row: {
          budget_id: string;
          is_exceeded: boolean;
          is_warned: boolean;
          period_start: string;
          spent_usd: number;
        };
        ComputedFields: never;
        Insert: {
          budget_id: string;
          is_exceeded?: boolean;
          is_warned?: boolean;
          period_start: string;
          spent_usd?: number;
        };
        Update: {
          budget_id?: string;
          is_exceeded?: boolean;
          is_warned?: boolean;
          period_start?: string;
          spent_usd?: number;
        };
        Relationships: [
          {
            foreignKeyName: "budget_periods_budget_id_fkey";
            columns: ["budget_id"];
            isOneToOne: false;
            referencedRelation: "budgets";
            referencedColumns: ["id"];
          },
        ];
      };
      budgets: {
        Row: {
          action: string;
          agent_type: string | null;
          counted_from: string;
          created_at: string;
          created_by: string | null;
          id: string;
          is_active: boolean;
          limit_usd: number;
          model: string | null;
          name: string;
          period: string;
          project: string | null;
          scope: string;
          target: string;
          updated_at: string;
          user_id: string | null;
          version: number;
          warn_percent: number;
        };
        ComputedFields: never;
        Insert: {
          action?: string;
          agent_type?: string | null;
          counted_from?: string;
          created_at?: string;
          created_by?: string | null;
          id?: string;
          is_active?: boolean;
          limit_usd: number;
          model?: string | null;
          name: string;
          period: string;
          project?: string | null;
          scope: string;
          target?: never;
          updated_at?: string;
          user_id?: string | null;
          version?: number;
          warn_percent?: number;
        };
        Update: {
          action?: string;
          agent_type?: string | null;
          counted_from?: string;
          created_at?: string;
          created_by?: string | null;
          id?: string;
          is_active?: boolean;
          limit_usd?: number;
          model?: string | null;
          name?: string;
          period?: string;
          project?: string | null;
          scope?: string;
          target?: never;
          updated_at?: string;
          user_id?: string | null;
          version?: number;
          warn_percent?: number;
        };
        Relationships: [];
      };
      budgets_trash: {
        Row: {
          alert_ids: string[];
          budget: NonNullable<Json>;
          budget_id: string;
          deleted_at: string;
          periods: NonNullable<Json>;
        };
        ComputedFields: never;
        Insert: {
          alert_ids: string[];
          budget: NonNullable<Json>;
          budget_id: string;
          deleted_at?: string;
          periods: NonNullable<Json>;
        };
        Update: {
          alert_ids?: string[];
          budget?: NonNullable<Json>;
          budget_id?: string;
          deleted_at?: string;
          periods?: NonNullable<Json>;
        };
        Relationships: [];
      };
      dataset_items: {
        Row: {
          body: string;
          body_hash: string;
          content_hash: string;
          copies: number;
          intent: string | null;
          kind: string;
          lines: number;
          lint: string[];
          model: string | null;
          other_id: string | null;
          position: number;
          project: string;
          prompt_hash: string;
          rating: number | null;
          source_created_at: string;
          source_id: string;
          split: string;
          user_ids: string[];
          version_id: string;
          weight: number;
        };
        ComputedFields: never;
        Insert: {
          body: string;
          body_hash?: never;
          content_hash: string;
          copies: number;
          intent?: string | null;
          kind: string;
          lines: number;
          lint?: string[];
          model?: string | null;
          other_id?: string | null;
          position: number;
          project: string;
          prompt_hash: string;
          rating?: number | null;
          source_created_at: string;
          source_id: string;
          split?: string;
          user_ids?: string[];
          version_id: string;
          weight: number;
        };
        Update: {
          body?: string;
          body_hash?: never;
          content_hash?: string;
          copies?: number;
          intent?: string | null;
          kind?: string;
          lines?: number;
          lint?: string[];
          model?: string | null;
          other_id?: string | null;
          position?: number;
          project?: string;
          prompt_hash?: string;
          rating?: number | null;
          source_created_at?: string;
          source_id?: string;
          split?: string;
          user_ids?: string[];
          version_id?: string;
          weight?: number;
        };
        Relationships: [
          {
            foreignKeyName: "dataset_items_version_id_fkey";
            columns: ["version_id"];
            isOneToOne: false;
            referencedRelation: "dataset_versions";
            referencedColumns: ["id"];
          },
        ];
      };
      dataset_schedules: {
        Row: {
          dataset_id: string;
          hour: number;
          is_active: boolean;
          keep_versions: number;
          next_run_at: string;
          time_zone: string;
          updated_at: string;
          updated_by: string | null;
          weekday: number;
        };
        ComputedFields: never;
        Insert: {
          dataset_id: string;
          hour: number;
          is_active?: boolean;
          keep_versions?: number;
          next_run_at: string;
          time_zone?: string;
          updated_at?: string;
          updated_by?: string | null;
          weekday: number;
        };
        Update: {
          dataset_id?: string;
          hour?: number;
          is_active?: boolean;
          keep_versions?: number;
          next_run_at?: string;
          time_zone?: string;
          updated_at?: string;
          updated_by?: string | null;
          weekday?: number;
        };
        Relationships: [
          {
            foreignKeyName: "dataset_schedules_dataset_id_fkey";
            columns: ["dataset_id"];
            isOneToOne: true;
            referencedRelation: "datasets";
            referencedColumns: ["id"];
          },
        ];
      };
      dataset_versions: {
        Row: {
          account: NonNullable<Json>;
          attempts: number;
          considered: number;
          created_at: string;
          created_by: string | null;
          created_by_label: string | null;
          cursor: string | null;
          cutoff: string;
          dataset_id: string;
          definition: NonNullable<Json>;
          erased_at: string | null;
          erased_items: number;
          error: string | null;
          files: Json | null;
          finished_at: string | null;
          id: string;
          items: number;
          lease_until: string | null;
          lines: number;
          original_files: Json | null;
          projects: string[] | null;
          report: Json | null;
          runner: string | null;
          scheduled_for: string | null;
          started_at: string | null;
          state: string;
          total: number | null;
          trigger: string;
          version: number;
        };
        ComputedFields: never;
        Insert: {
          account?: NonNullable<Json>;
          attempts?: number;
          considered?: number;
          created_at?: string;
          created_by?: string | null;
          created_by_label?: string | null;
          cursor?: string | null;
          cutoff: string;
          dataset_id: string;
          definition: NonNullable<Json>;
          erased_at?: string | null;
          erased_items?: number;
          error?: string | null;
          files?: Json | null;
          finished_at?: string | null;
          id?: string;
          items?: number;
          lease_until?: string | null;
          lines?: number;
          original_files?: Json | null;
          projects?: string[] | null;
          report?: Json | null;
          runner?: string | null;
          scheduled_for?: string | null;
          started_at?: string | null;
          state?: string;
          total?: number | null;
          trigger?: string;
          version: number;
        };
        Update: {
          account?: NonNullable<Json>;
          attempts?: number;
          considered?: number;
          created_at?: string;
          created_by?: string | null;
          created_by_label?: string | null;
          cursor?: string | null;
          cutoff?: string;
          dataset_id?: string;
          definition?: NonNullable<Json>;
          erased_at?: string | null;
          erased_items?: number;
          error?: string | null;
          files?: Json | null;
          finished_at?: string | null;
          id?: string;
          items?: number;
          lease_until?: string | null;
          lines?: number;
          original_files?: Json | null;
          projects?: string[] | null;
          report?: Json | null;
          runner?: string | null;
          scheduled_for?: string | null;
          started_at?: string | null;
          state?: string;
          total?: number | null;
          trigger?: string;
          version?: number;
        };
        Relationships: [
          {
            foreignKeyName: "dataset_versions_dataset_id_fkey";
            columns: ["dataset_id"];
            isOneToOne: false;
            referencedRelation: "datasets";
            referencedColumns: ["id"];
          },
        ];
      };
      datasets: {
        Row: {
          created_at: string;
          created_by: string | null;
          created_by_label: string | null;
          definition: NonNullable<Json>;
          deleted_at: string | null;
          deleted_by: string | null;
          description: string | null;
          id: string;
          name: string;
          projects: string[] | null;
          updated_at: string;
          version: number;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          created_by?: string | null;
          created_by_label?: string | null;
          definition: NonNullable<Json>;
          deleted_at?: string | null;
          deleted_by?: string | null;
          description?: string | null;
          id?: string;
          name: string;
          projects?: string[] | null;
          updated_at?: string;
          version?: number;
        };
        Update: {
          created_at?: string;
          created_by?: string | null;
          created_by_label?: string | null;
          definition?: NonNullable<Json>;
          deleted_at?: string | null;
          deleted_by?: string | null;
          description?: string | null;
          id?: string;
          name?: string;
          projects?: string[] | null;
          updated_at?: string;
          version?: number;
        };
        Relationships: [];
      };
      default_strategies: {
        Row: {
          name: string | null;
          project: string;
          strategy_version: number | null;
          updated_at: string;
          updated_by: string | null;
          version: number;
        };
        ComputedFields: never;
        Insert: {
          name?: string | null;
          project: string;
          strategy_version?: number | null;
          updated_at?: string;
          updated_by?: string | null;
          version?: number;
        };
        Update: {
          name?: string | null;
          project?: string;
          strategy_version?: number | null;
          updated_at?: string;
          updated_by?: string | null;
          version?: number;
        };
        Relationships: [
          {
            foreignKeyName: "default_strategies_project_name_strategy_version_fkey";
            columns: ["project", "name", "strategy_version"];
            isOneToOne: false;
            referencedRelation: "prompt_strategies";
            referencedColumns: ["project", "name", "version"];
          },
        ];
      };
      experiment_assignments: {
        Row: {
          assigned_at: string;
          experiment_id: string;
          subject: string;
          variant: string;
        };
        ComputedFields: never;
        Insert: {
          assigned_at?: string;
          experiment_id: string;
          subject: string;
          variant: string;
        };
        Update: {
          assigned_at?: string;
          experiment_id?: string;
          subject?: string;
          variant?: string;
        };
        Relationships: [
          {
            foreignKeyName: "experiment_assignments_experiment_id_fkey";
            columns: ["experiment_id"];
            isOneToOne: false;
            referencedRelation: "experiments";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "experiment_assignments_experiment_id_variant_fkey";
            columns: ["experiment_id", "variant"];
            isOneToOne: false;
            referencedRelation: "experiment_variants";
            referencedColumns: ["experiment_id", "name"];
          },
        ];
      };
      experiment_variants: {
        Row: {
          experiment_id: string;
          name: string;
          position: number;
          prompt_version: string | null;
          strategy: string | null;
          strategy_version: number | null;
          weight: number;
        };
        ComputedFields: never;
        Insert: {
          experiment_id: string;
          name: string;
          position: number;
          prompt_version?: string | null;
          strategy?: string | null;
          strategy_version?: number | null;
          weight: number;
        };
        Update: {
          experiment_id?: string;
          name?: string;
          position?: number;
          prompt_version?: string | null;
          strategy?: string | null;
          strategy_version?: number | null;
          weight?: number;
        };
        Relationships: [
          {
            foreignKeyName: "experiment_variants_experiment_id_fkey";
            columns: ["experiment_id"];
            isOneToOne: false;
            referencedRelation: "experiments";
            referencedColumns: ["id"];
          },
        ];
      };
      experiments: {
        Row: {
          created_at: string;
          created_by: string | null;
          created_by_label: string | null;
          description: string | null;
          guardrails: NonNullable<Json>;
          id: string;
          metric: string;
          minimum_effect: number | null;
          name: string;
          project: string;
          promoted_at: string | null;
          promoted_variant: string | null;
          started_at: string | null;
          status: string;
          stop_on_guardrail: boolean;
          stop_reason: string | null;
          stopped_at: string | null;
          updated_at: string;
          version: number;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          created_by?: string | null;
          created_by_label?: string | null;
          description?: string | null;
          guardrails?: NonNullable<Json>;
          id?: string;
          metric?: string;
          minimum_effect?: number | null;
          name: string;
          project?: string;
          promoted_at?: string | null;
          promoted_variant?: string | null;
          started_at?: string | null;
          status?: string;
          stop_on_guardrail?: boolean;
          stop_reason?: string | null;
          stopped_at?: string | null;
          updated_at?: string;
          version?: number;
        };
        Update: {
          created_at?: string;
          created_by?: string | null;
          created_by_label?: string | null;
          description?: string | null;
          guardrails?: NonNullable<Json>;
          id?: string;
          metric?: string;
          minimum_effect?: number | null;
          name?: string;
          project?: string;
          promoted_at?: string | null;
          promoted_variant?: string | null;
          started_at?: string | null;
          status?: string;
          stop_on_guardrail?: boolean;
          stop_reason?: string | null;
          stopped_at?: string | null;
          updated_at?: string;
          version?: number;
        };
        Relationships: [];
      };
      failure_pattern_daily: {
        Row: {
          count: number;
          date: string;
          pattern_id: string;
          version_label: string;
        };
        ComputedFields: never;
        Insert: {
          count?: number;
          date: string;
          pattern_id: string;
          version_label?: string;
        };
        Update: {
          count?: number;
          date?: string;
          pattern_id?: string;
          version_label?: string;
        };
        Relationships: [
          {
            foreignKeyName: "failure_pattern_daily_pattern_id_fkey";
            columns: ["pattern_id"];
            isOneToOne: false;
            referencedRelation: "failure_patterns";
            referencedColumns: ["id"];
          },
        ];
      };
      failure_patterns: {
        Row: {
          created_at: string;
          error_class: string | null;
          fixed_at: string | null;
          fixed_in_version: string | null;
          id: string;
          note: string | null;
          pattern: string;
          project: string;
          regressed_at: string | null;
          regressed_in_version: string | null;
          status: string;
          updated_at: string;
          updated_by: string | null;
          version: number;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          error_class?: string | null;
          fixed_at?: string | null;
          fixed_in_version?: string | null;
          id?: string;
          note?: string | null;
          pattern: string;
          project?: string;
          regressed_at?: string | null;
          regressed_in_version?: string | null;
          status?: string;
          updated_at?: string;
          updated_by?: string | null;
          version?: number;
        };
        Update: {
          created_at?: string;
          error_class?: string | null;
          fixed_at?: string | null;
          fixed_in_version?: string | null;
          id?: string;
          note?: string | null;
          pattern?: string;
          project?: string;
          regressed_at?: string | null;
          regressed_in_version?: string | null;
          status?: string;
          updated_at?: string;
          updated_by?: string | null;
          version?: number;
        };
        Relationships: [];
      };
      feedback: {
        Row: {
          comment: string | null;
          corrected_response: string | null;
          created_at: string;
          id: string;
          intent: string | null;
          memory_used: number | null;
          metadata: NonNullable<Json>;
          model: string;
          project: string;
          query: string;
          rating: number;
          response: string;
          response_id: string | null;
          search: unknown;
          session_id: string | null;
          tools_called: string[];
          updated_at: string;
          user_id: string | null;
        };
        ComputedFields: never;
        Insert: {
          comment?: string | null;
          corrected_response?: string | null;
          created_at?: string;
          id?: string;
          intent?: string | null;
          memory_used?: number | null;
          metadata?: NonNullable<Json>;
          model: string;
          project?: string;
          query: string;
          rating: number;
          response: string;
          response_id?: string | null;
          search?: never;
          session_id?: string | null;
          tools_called?: string[];
          updated_at?: string;
          user_id?: string | null;
        };
        Update: {
          comment?: string | null;
          corrected_response?: string | null;
          created_at?: string;
          id?: string;
          intent?: string | null;
          memory_used?: number | null;
          metadata?: NonNullable<Json>;
          model?: string;
          project?: string;
          query?: string;
          rating?: number;
          response?: string;
          response_id?: string | null;
          search?: never;
          session_id?: string | null;
          tools_called?: string[];
          updated_at?: string;
          user_id?: string | null;
        };
        Relationships: [];
      };
      feedback_daily: {
        Row: {
          day: string;
          intent: string | null;
          memory_count: number;
          memory_sum: number;
          model: string;
          negative: number;
          positive: number;
          project: string;
        };
        ComputedFields: never;
        Insert: {
          day: string;
          intent?: string | null;
          memory_count?: number;
          memory_sum?: number;
          model: string;
          negative?: number;
          positive?: number;
          project: string;
        };
        Update: {
          day?: string;
          intent?: string | null;
          memory_count?: number;
          memory_sum?: number;
          model?: string;
          negative?: number;
          positive?: number;
          project?: string;
        };
        Relationships: [];
      };
      feedback_daily_people: {
        Row: {
          day: string;
          intent: string | null;
          kind: string;
          model: string;
          negative: number;
          person: string;
          positive: number;
          project: string;
        };
        ComputedFields: never;
        Insert: {
          day: string;
          intent?: string | null;
          kind: string;
          model: string;
          negative?: number;
          person: string;
          positive?: number;
          project: string;
        };
        Update: {
          day?: string;
          intent?: string | null;
          kind?: string;
          model?: string;
          negative?: number;
          person?: string;
          positive?: number;
          project?: string;
        };
        Relationships: [];
      };
      feedback_revisions: {
        Row: {
          created_at: string;
          editor_id: string | null;
          editor_kind: string;
          editor_label: string | null;
          feedback_id: string;
          id: number;
          old_values: NonNullable<Json>;
          project: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          editor_id?: string | null;
          editor_kind: string;
          editor_label?: string | null;
          feedback_id: string;
          id?: never;
          old_values: NonNullable<Json>;
          project: string;
        };
        Update: {
          created_at?: string;
          editor_id?: string | null;
          editor_kind?: string;
          editor_label?: string | null;
          feedback_id?: string;
          id?: never;
          old_values?: NonNullable<Json>;
          project?: string;
        };
        Relationships: [];
      };
      feedback_trash: {
        Row: {
          comment: string | null;
          corrected_response: string | null;
          created_at: string;
          deleted_at: string;
          deleted_by: string | null;
          id: string;
          intent: string | null;
          memory_used: number | null;
          metadata: NonNullable<Json>;
          model: string;
          project: string;
          query: string;
          rating: number;
          response: string;
          response_id: string | null;
          session_id: string | null;
          tools_called: string[];
          updated_at: string;
          user_id: string | null;
        };
        ComputedFields: never;
        Insert: {
          comment?: string | null;
          corrected_response?: string | null;
          created_at: string;
          deleted_at?: string;
          deleted_by?: string | null;
          id: string;
          intent?: string | null;
          memory_used?: number | null;
          metadata: NonNullable<Json>;
          model: string;
          project: string;
          query: string;
          rating: number;
          response: string;
          response_id?: string | null;
          session_id?: string | null;
          tools_called: string[];
          updated_at: string;
          user_id?: string | null;
        };
        Update: {
          comment?: string | null;
          corrected_response?: string | null;
          created_at?: string;
          deleted_at?: string;
          deleted_by?: string | null;
          id?: string;
          intent?: string | null;
          memory_used?: number | null;
          metadata?: NonNullable<Json>;
          model?: string;
          project?: string;
          query?: string;
          rating?: number;
          response?: string;
          response_id?: string | null;
          session_id?: string | null;
          tools_called?: string[];
          updated_at?: string;
          user_id?: string | null;
        };
        Relationships: [];
      };
      idempotency_keys: {
        Row: {
          body_hmac: string;
          created_at: string;
          has_replaced: boolean;
          key: string;
          principal_id: string;
          row_ids: string[];
        };
        ComputedFields: never;
        Insert: {
          body_hmac: string;
          created_at?: string;
          has_replaced?: boolean;
          key: string;
          principal_id: string;
          row_ids?: string[];
        };
        Update: {
          body_hmac?: string;
          created_at?: string;
          has_replaced?: boolean;
          key?: string;
          principal_id?: string;
          row_ids?: string[];
        };
        Relationships: [];
      };
      invitations: {
        Row: {
          accepted_at: string | null;
          created_at: string;
          email: string;
          expires_at: string;
          id: string;
          invited_by: string | null;
          projects: string[] | null;
          revoked_at: string | null;
          role: string;
          token_sha256: string;
        };
        ComputedFields: never;
        Insert: {
          accepted_at?: string | null;
          created_at?: string;
          email: string;
          expires_at: string;
          id?: string;
          invited_by?: string | null;
          projects?: string[] | null;
          revoked_at?: string | null;
          role: string;
          token_sha256: string;
        };
        Update: {
          accepted_at?: string | null;
          created_at?: string;
          email?: string;
          expires_at?: string;
          id?: string;
          invited_by?: string | null;
          projects?: string[] | null;
          revoked_at?: string | null;
          role?: string;
          token_sha256?: string;
        };
        Relationships: [];
      };
      job_runs: {
        Row: {
          job: string;
          ran_at: string;
        };
        ComputedFields: never;
        Insert: {
          job: string;
          ran_at: string;
        };
        Update: {
          job?: string;
          ran_at?: string;
        };
        Relationships: [];
      };
      knowledge_versions: {
        Row: {
          created_at: string;
          created_by: string | null;
          created_by_label: string | null;
          document: NonNullable<Json>;
          note: string | null;
          project: string;
          version: number;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          created_by?: string | null;
          created_by_label?: string | null;
          document: NonNullable<Json>;
          note?: string | null;
          project?: string;
          version: number;
        };
        Update: {
          created_at?: string;
          created_by?: string | null;
          created_by_label?: string | null;
          document?: NonNullable<Json>;
          note?: string | null;
          project?: string;
          version?: number;
        };
        Relationships: [];
      };
      llm_analytics: {
        Row: {
          agent_type: string;
          avg_response_time_ms: number | null;
          avg_user_satisfaction: number | null;
          cached_tokens: number;
          channel_id: string;
          context_efficiency_score: number | null;
          context_rated: number;
          context_satisfied: number;
          context_tokens_rated: number;
          correctly_classified: number;
          cost_per_interaction: number | null;
          date: string;
          domain_classification_accuracy: number | null;
          escalation_success_rate: number | null;
          escalations: number;
          escalations_rated: number;
          escalations_successful: number;
          handoffs_in: number;
          id: string;
          input_tokens: number;
          labelled: number;
          model: string | null;
          output_tokens: number;
          project: string;
          response_time_count: number;
          response_time_sum_ms: number;
          satisfaction_count: number;
          satisfaction_sum: number;
          satisfaction_sum_squares: number;
          satisfied: number;
          similarity_count: number;
          similarity_sum: number;
          tokens_per_interaction: number | null;
          total_cost: number;
          total_interactions: number;
          total_tokens_used: number;
          unpriced_interactions: number;
        };
        ComputedFields: never;
        Insert: {
          agent_type: string;
          avg_response_time_ms?: never;
          avg_user_satisfaction?: never;
          cached_tokens?: number;
          channel_id: string;
          context_efficiency_score?: never;
          context_rated?: number;
          context_satisfied?: number;
          context_tokens_rated?: number;
          correctly_classified?: number;
          cost_per_interaction?: never;
          date: string;
          domain_classification_accuracy?: never;
          escalation_success_rate?: never;
          escalations?: number;
          escalations_rated?: number;
          escalations_successful?: number;
          handoffs_in?: number;
          id?: string;
          input_tokens?: number;
          labelled?: number;
          model?: string | null;
          output_tokens?: number;
          project: string;
          response_time_count?: number;
          response_time_sum_ms?: number;
          satisfaction_count?: number;
          satisfaction_sum?: number;
          satisfaction_sum_squares?: number;
          satisfied?: number;
          similarity_count?: number;
          similarity_sum?: number;
          tokens_per_interaction?: never;
          total_cost?: number;
          total_interactions?: number;
          total_tokens_used?: number;
          unpriced_interactions?: number;
        };
        Update: {
          agent_type?: string;
          avg_response_time_ms?: never;
          avg_user_satisfaction?: never;
          cached_tokens?: number;
          channel_id?: string;
          context_efficiency_score?: never;
          context_rated?: number;
          context_satisfied?: number;
          context_tokens_rated?: number;
          correctly_classified?: number;
          cost_per_interaction?: never;
          date?: string;
          domain_classification_accuracy?: never;
          escalation_success_rate?: never;
          escalations?: number;
          escalations_rated?: number;
          escalations_successful?: number;
          handoffs_in?: number;
          id?: string;
          input_tokens?: number;
          labelled?: number;
          model?: string | null;
          output_tokens?: number;
          project?: string;
          response_time_count?: number;
          response_time_sum_ms?: number;
          satisfaction_count?: number;
          satisfaction_sum?: number;
          satisfaction_sum_squares?: number;
          satisfied?: number;
          similarity_count?: number;
          similarity_sum?: number;
          tokens_per_interaction?: never;
          total_cost?: number;
          total_interactions?: number;
          total_tokens_used?: number;
          unpriced_interactions?: number;
        };
        Relationships: [];
      };
      llm_conversations: {
        Row: {
          agent_counts: NonNullable<Json>;
          agent_handoffs: number;
          channel_id: string;
          context_quality_score: number | null;
          conversation_metadata: NonNullable<Json>;
          conversation_status: string;
          corrections: number;
          created_at: string;
          escalations: number;
          external_conversation_id: string | null;
          id: string;
          last_activity: string;
          primary_agent: string | null;
          project: string;
          repeats: number;
          response_time_count: number;
          response_time_sum_ms: number;
          satisfaction_count: number;
          satisfaction_sum: number;
          similarity_count: number;
          similarity_sum: number;
          started_at: string;
          thread_ts: string | null;
          total_cost: number;
          total_interactions: number;
          total_tokens_used: number;
          unpriced_interactions: number;
          updated_at: string;
          user_id: string;
          user_satisfaction_avg: number | null;
        };
        ComputedFields: never;
        Insert: {
          agent_counts?: NonNullable<Json>;
          agent_handoffs?: number;
          channel_id?: string;
          context_quality_score?: never;
          conversation_metadata?: NonNullable<Json>;
          conversation_status?: string;
          corrections?: number;
          created_at?: string;
          escalations?: number;
          external_conversation_id?: string | null;
          id?: string;
          last_activity?: string;
          primary_agent?: string | null;
          project?: string;
          repeats?: number;
          response_time_count?: number;
          response_time_sum_ms?: number;
          satisfaction_count?: number;
          satisfaction_sum?: number;
          similarity_count?: number;
          similarity_sum?: number;
          started_at?: string;
          thread_ts?: string | null;
          total_cost?: number;
          total_interactions?: number;
          total_tokens_used?: number;
          unpriced_interactions?: number;
          updated_at?: string;
          user_id: string;
          user_satisfaction_avg?: never;
        };
        Update: {
          agent_counts?: NonNullable<Json>;
          agent_handoffs?: number;
          channel_id?: string;
          context_quality_score?: never;
          conversation_metadata?: NonNullable<Json>;
          conversation_status?: string;
          corrections?: number;
          created_at?: string;
          escalations?: number;
          external_conversation_id?: string | null;
          id?: string;
          last_activity?: string;
          primary_agent?: string | null;
          project?: string;
          repeats?: number;
          response_time_count?: number;
          response_time_sum_ms?: number;
          satisfaction_count?: number;
          satisfaction_sum?: number;
          similarity_count?: number;
          similarity_sum?: number;
          started_at?: string;
          thread_ts?: string | null;
          total_cost?: number;
          total_interactions?: number;
          total_tokens_used?: number;
          unpriced_interactions?: number;
          updated_at?: string;
          user_id?: string;
          user_satisfaction_avg?: never;
        };
        Relationships: [];
      };
      llm_feedback: {
        Row: {
          action_plan: NonNullable<Json>;
          available_columns: string[] | null;
          better_action_plan: Json | null;
          cost_source: string | null;
          cost_usd: number | null;
          created_at: string;
          error: string | null;
          error_class: string | null;
          example_ids: string[];
          example_note: string | null;
          example_status: string;
          execution_result: Json | null;
          experiment_id: string | null;
          failure_pattern_id: string | null;
          id: string;
          instructions_complete: boolean | null;
          interaction_id: string | null;
          is_pinned: boolean;
          metadata: NonNullable<Json>;
          model: string | null;
          price: Json | null;
          project: string;
          prompt_version: string | null;
          response_text: string | null;
          response_time_ms: number | null;
          retries: number;
          reviewed_at: string | null;
          reviewed_by: string | null;
          reviewed_by_label: string | null;
          strategy: string | null;
          strategy_version: number | null;
          subject: string | null;
          success: boolean;
          tokens_in: number | null;
          tokens_out: number | null;
          updated_at: string;
          user_correction: string | null;
          user_id: string | null;
          user_prompt: string;
          variant: string | null;
          version: number;
          version_label: string | null;
        };
        ComputedFields: never;
        Insert: {
          action_plan: NonNullable<Json>;
          available_columns?: string[] | null;
          better_action_plan?: Json | null;
          cost_source?: string | null;
          cost_usd?: number | null;
          created_at?: string;
          error?: string | null;
          error_class?: string | null;
          example_ids?: string[];
          example_note?: string | null;
          example_status?: string;
          execution_result?: Json | null;
          experiment_id?: string | null;
          failure_pattern_id?: string | null;
          id?: string;
          instructions_complete?: boolean | null;
          interaction_id?: string | null;
          is_pinned?: boolean;
          metadata?: NonNullable<Json>;
          model?: string | null;
          price?: Json | null;
          project?: string;
          prompt_version?: string | null;
          response_text?: string | null;
          response_time_ms?: number | null;
          retries?: number;
          reviewed_at?: string | null;
          reviewed_by?: string | null;
          reviewed_by_label?: string | null;
          strategy?: string | null;
          strategy_version?: number | null;
          subject?: string | null;
          success: boolean;
          tokens_in?: number | null;
          tokens_out?: number | null;
          updated_at?: string;
          user_correction?: string | null;
          user_id?: string | null;
          user_prompt: string;
          variant?: string | null;
          version?: number;
          version_label?: never;
        };
        Update: {
          action_plan?: NonNullable<Json>;
          available_columns?: string[] | null;
          better_action_plan?: Json | null;
          cost_source?: string | null;
          cost_usd?: number | null;
          created_at?: string;
          error?: string | null;
          error_class?: string | null;
          example_ids?: string[];
          example_note?: string | null;
          example_status?: string;
          execution_result?: Json | null;
          experiment_id?: string | null;
          failure_pattern_id?: string | null;
          id?: string;
          instructions_complete?: boolean | null;
          interaction_id?: string | null;
          is_pinned?: boolean;
          metadata?: NonNullable<Json>;
          model?: string | null;
          price?: Json | null;
          project?: string;
          prompt_version?: string | null;
          response_text?: string | null;
          response_time_ms?: number | null;
          retries?: number;
          reviewed_at?: string | null;
          reviewed_by?: string | null;
          reviewed_by_label?: string | null;
          strategy?: string | null;
          strategy_version?: number | null;
          subject?: string | null;
          success?: boolean;
          tokens_in?: number | null;
          tokens_out?: number | null;
          updated_at?: string;
          user_correction?: string | null;
          user_id?: string | null;
          user_prompt?: string;
          variant?: string | null;
          version?: number;
          version_label?: never;
        };
        Relationships: [
          {
            foreignKeyName: "llm_feedback_experiment_id_variant_fkey";
            columns: ["experiment_id", "variant"];
            isOneToOne: false;
            referencedRelation: "experiment_variants";
            referencedColumns: ["experiment_id", "name"];
          },
          {
            foreignKeyName: "llm_feedback_failure_pattern_id_fkey";
            columns: ["failure_pattern_id"];
            isOneToOne: false;
            referencedRelation: "failure_patterns";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "llm_feedback_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: false;
            referencedRelation: "users";
            referencedColumns: ["id"];
          },
        ];
      };
      llm_feedback_daily: {
        Row: {
          corrected: number;
          cost_count: number;
          cost_sum: number;
          date: string;
          failed_execution: number;
          failed_logic: number;
          failed_unclassified: number;
          failed_validation: number;
          instructions_complete: number;
          instructions_count: number;
          model: string;
          project: string;
          retried: number;
          retries_sum: number;
          strategy: string;
          successful: number;
          tokens_count: number;
          tokens_in_sum: number;
          tokens_out_sum: number;
          total: number;
          version_label: string;
        };
        ComputedFields: never;
        Insert: {
          corrected?: number;
          cost_count?: number;
          cost_sum?: number;
          date: string;
          failed_execution?: number;
          failed_logic?: number;
          failed_unclassified?: number;
          failed_validation?: number;
          instructions_complete?: number;
          instructions_count?: number;
          model?: string;
          project: string;
          retried?: number;
          retries_sum?: number;
          strategy?: string;
          successful?: number;
          tokens_count?: number;
          tokens_in_sum?: number;
          tokens_out_sum?: number;
          total?: number;
          version_label?: string;
        };
        Update: {
          corrected?: number;
          cost_count?: number;
          cost_sum?: number;
          date?: string;
          failed_execution?: number;
          failed_logic?: number;
          failed_unclassified?: number;
          failed_validation?: number;
          instructions_complete?: number;
          instructions_count?: number;
          model?: string;
          project?: string;
          retried?: number;
          retries_sum?: number;
          strategy?: string;
          successful?: number;
          tokens_count?: number;
          tokens_in_sum?: number;
          tokens_out_sum?: number;
          total?: number;
          version_label?: string;
        };
        Relationships: [];
      };
      llm_interactions: {
        Row: {
          agent_response: string;
          agent_type: string;
          avg_similarity: number | null;
          cached_tokens: number | null;
          channel_id: string;
          confidence: number | null;
          context_size_tokens: number | null;
          conversation_id: string;
          cost_source: string | null;
          cost_usd: number | null;
          created_at: string;
          domain_classification: string | null;
          domain_label: string | null;
          escalation_metadata: Json | null;
          escalation_outcome_id: string | null;
          escalation_satisfaction: number | null;
          escalation_suggested: boolean;
          id: string;
          input_tokens: number | null;
          is_correction: boolean;
          is_repeat: boolean;
          llm_metadata: NonNullable<Json>;
          model: string | null;
          output_tokens: number | null;
          previous_agent_type: string | null;
          previous_domain: string | null;
          price: Json | null;
          price_id: string | null;
          priced_as: string | null;
          project: string;
          response_time_ms: number | null;
          search: unknown;
          timestamp: string;
          tokens_used: number | null;
          updated_at: string;
          user_id: string;
          user_message: string;
          user_satisfaction: number | null;
          user_skill_assessment: string | null;
        };
        ComputedFields: never;
        Insert: {
          agent_response: string;
          agent_type: string;
          avg_similarity?: number | null;
          cached_tokens?: number | null;
          channel_id?: string;
          confidence?: number | null;
          context_size_tokens?: number | null;
          conversation_id: string;
          cost_source?: string | null;
          cost_usd?: number | null;
          created_at?: string;
          domain_classification?: string | null;
          domain_label?: string | null;
          escalation_metadata?: Json | null;
          escalation_outcome_id?: string | null;
          escalation_satisfaction?: number | null;
          escalation_suggested?: boolean;
          id?: string;
          input_tokens?: number | null;
          is_correction?: boolean;
          is_repeat?: boolean;
          llm_metadata?: NonNullable<Json>;
          model?: string | null;
          output_tokens?: number | null;
          previous_agent_type?: string | null;
          previous_domain?: string | null;
          price?: Json | null;
          price_id?: string | null;
          priced_as?: string | null;
          project?: string;
          response_time_ms?: number | null;
          search?: never;
          timestamp?: string;
          tokens_used?: number | null;
          updated_at?: string;
          user_id: string;
          user_message: string;
          user_satisfaction?: number | null;
          user_skill_assessment?: string | null;
        };
        Update: {
          agent_response?: string;
          agent_type?: string;
          avg_similarity?: number | null;
          cached_tokens?: number | null;
          channel_id?: string;
          confidence?: number | null;
          context_size_tokens?: number | null;
          conversation_id?: string;
          cost_source?: string | null;
          cost_usd?: number | null;
          created_at?: string;
          domain_classification?: string | null;
          domain_label?: string | null;
          escalation_metadata?: Json | null;
          escalation_outcome_id?: string | null;
          escalation_satisfaction?: number | null;
          escalation_suggested?: boolean;
          id?: string;
          input_tokens?: number | null;
          is_correction?: boolean;
          is_repeat?: boolean;
          llm_metadata?: NonNullable<Json>;
          model?: string | null;
          output_tokens?: number | null;
          previous_agent_type?: string | null;
          previous_domain?: string | null;
          price?: Json | null;
          price_id?: string | null;
          priced_as?: string | null;
          project?: string;
          response_time_ms?: number | null;
          search?: never;
          timestamp?: string;
          tokens_used?: number | null;
          updated_at?: string;
          user_id?: string;
          user_message?: string;
          user_satisfaction?: number | null;
          user_skill_assessment?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: "llm_interactions_conversation_id_fkey";
            columns: ["conversation_id"];
            isOneToOne: false;
            referencedRelation: "llm_conversations";
            referencedColumns: ["id"];
          },
        ];
      };
      llm_latency_daily: {
        Row: {
          agent_type: string;
          channel_id: string;
          date: string;
          histogram: number;
          model: string | null;
          project: string;
        };
        ComputedFields: never;
        Insert: {
          agent_type: string;
          channel_id: string;
          date: string;
          histogram: number;
          model?: string | null;
          project: string;
        };
        Update: {
          agent_type?: string;
          channel_id?: string;
          date?: string;
          histogram?: number;
          model?: string | null;
          project?: string;
        };
        Relationships: [];
      };
      member_preferences: {
        Row: {
          dismissed_hints: string[];
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          dismissed_hints?: string[];
          user_id: string;
        };
        Update: {
          dismissed_hints?: string[];
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "member_preferences_user_id_fkey";
            columns: ["user_id"];
            isOneToOne: true;
            referencedRelation: "members";
            referencedColumns: ["user_id"];
          },
        ];
      };
      members: {
        Row: {
          created_at: string;
          email: string;
          id: string;
          projects: string[] | null;
          role: string;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          email: string;
          id?: string;
          projects?: string[] | null;
          role: string;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          created_at?: string;
          email?: string;
          id?: string;
          projects?: string[] | null;
          role?: string;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [];
      };
      model_prices: {
        Row: {
          cached_usd_per_million: number | null;
          id: string;
          input_usd_per_million: number;
          model: string;
          output_usd_per_million: number;
          provider: string | null;
          source: string;
          updated_at: string;
          updated_by: string | null;
          valid_from: string;
        };
        ComputedFields: never;
        Insert: {
          cached_usd_per_million?: number | null;
          id?: string;
          input_usd_per_million: number;
          model: string;
          output_usd_per_million: number;
          provider?: string | null;
          source?: string;
          updated_at?: string;
          updated_by?: string | null;
          valid_from?: string;
        };
        Update: {
          cached_usd_per_million?: number | null;
          id?: string;
          input_usd_per_million?: number;
          model?: string;
          output_usd_per_million?: number;
          provider?: string | null;
          source?: string;
          updated_at?: string;
          updated_by?: string | null;
          valid_from?: string;
        };
        Relationships: [];
      };
      project_settings: {
        Row: {
          detectors: string[];
          idle_minutes: number;
          metadata_keys: string[] | null;
          patterns: NonNullable<Json>;
          phone_region: string | null;
          privacy_mode: string;
          project: string;
          updated_at: string;
          updated_by: string | null;
          user_ids: string;
          version: number;
        };
        ComputedFields: never;
        Insert: {
          detectors?: string[];
          idle_minutes?: number;
          metadata_keys?: string[] | null;
          patterns?: NonNullable<Json>;
          phone_region?: string | null;
          privacy_mode?: string;
          project: string;
          updated_at?: string;
          updated_by?: string | null;
          user_ids?: string;
          version?: number;
        };
        Update: {
          detectors?: string[];
          idle_minutes?: number;
          metadata_keys?: string[] | null;
          patterns?: NonNullable<Json>;
          phone_region?: string | null;
          privacy_mode?: string;
          project?: string;
          updated_at?: string;
          updated_by?: string | null;
          user_ids?: string;
          version?: number;
        };
        Relationships: [];
      };
      projects: {
        Row: {
          created_at: string;
          project: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          project: string;
        };
        Update: {
          created_at?: string;
          project?: string;
        };
        Relationships: [];
      };
      prompt_strategies: {
        Row: {
          body: NonNullable<Json>;
          created_at: string;
          created_by: string | null;
          created_by_label: string | null;
          id: string;
          name: string;
          note: string | null;
          project: string;
          version: number;
        };
        ComputedFields: never;
        Insert: {
          body: NonNullable<Json>;
          created_at?: string;
          created_by?: string | null;
          created_by_label?: string | null;
          id?: string;
          name: string;
          note?: string | null;
          project?: string;
          version: number;
        };
        Update: {
          body?: NonNullable<Json>;
          created_at?: string;
          created_by?: string | null;
          created_by_label?: string | null;
          id?: string;
          name?: string;
          note?: string | null;
          project?: string;
          version?: number;
        };
        Relationships: [];
      };
      prompt_test_cases: {
        Row: {
          created_at: string;
          created_by: string | null;
          created_by_label: string | null;
          expected_action_plan: Json | null;
          id: string;
          input: NonNullable<Json>;
          name: string;
          project: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          created_by?: string | null;
          created_by_label?: string | null;
          expected_action_plan?: Json | null;
          id?: string;
          input: NonNullable<Json>;
          name: string;
          project?: string;
        };
        Update: {
          created_at?: string;
          created_by?: string | null;
          created_by_label?: string | null;
          expected_action_plan?: Json | null;
          id?: string;
          input?: NonNullable<Json>;
          name?: string;
          project?: string;
        };
        Relationships: [];
      };
      prompt_tuning_sessions: {
        Row: {
          branch_name: string | null;
          created_at: string;
          id: string;
          master_prompt_version: string | null;
          metadata: NonNullable<Json>;
          project: string;
          session_end: string | null;
          session_start: string;
          tester_email: string | null;
          tester_id: string | null;
          tester_name: string | null;
          total_improvements: number;
          total_turns: number;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          branch_name?: string | null;
          created_at?: string;
          id?: string;
          master_prompt_version?: string | null;
          metadata?: NonNullable<Json>;
          project?: string;
          session_end?: string | null;
          session_start?: string;
          tester_email?: string | null;
          tester_id?: string | null;
          tester_name?: string | null;
          total_improvements?: number;
          total_turns?: number;
          updated_at?: string;
        };
        Update: {
          branch_name?: string | null;
          created_at?: string;
          id?: string;
          master_prompt_version?: string | null;
          metadata?: NonNullable<Json>;
          project?: string;
          session_end?: string | null;
          session_start?: string;
          tester_email?: string | null;
          tester_id?: string | null;
          tester_name?: string | null;
          total_improvements?: number;
          total_turns?: number;
          updated_at?: string;
        };
        Relationships: [];
      };
      prompt_tuning_sessions_archive: {
        Row: {
          branch_name: string | null;
          created_at: string;
          id: string;
          master_prompt_version: string | null;
          metadata: NonNullable<Json>;
          project: string;
          session_end: string | null;
          session_start: string;
          tester_email: string | null;
          tester_id: string | null;
          tester_name: string | null;
          total_improvements: number;
          total_turns: number;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          branch_name?: string | null;
          created_at?: string;
          id?: string;
          master_prompt_version?: string | null;
          metadata?: NonNullable<Json>;
          project?: string;
          session_end?: string | null;
          session_start?: string;
          tester_email?: string | null;
          tester_id?: string | null;
          tester_name?: string | null;
          total_improvements?: number;
          total_turns?: number;
          updated_at?: string;
        };
        Update: {
          branch_name?: string | null;
          created_at?: string;
          id?: string;
          master_prompt_version?: string | null;
          metadata?: NonNullable<Json>;
          project?: string;
          session_end?: string | null;
          session_start?: string;
          tester_email?: string | null;
          tester_id?: string | null;
          tester_name?: string | null;
          total_improvements?: number;
          total_turns?: number;
          updated_at?: string;
        };
        Relationships: [];
      };
      prompt_version_comparisons: {
        Row: {
          ci_high: number | null;
          ci_low: number | null;
          comparison_date: string;
          created_by: string | null;
          difference: number | null;
          id: string;
          method: string | null;
          metric_name: string;
          project: string;
          version_a: string;
          version_a_n: number | null;
          version_a_score: number | null;
          version_b: string;
          version_b_n: number | null;
          version_b_score: number | null;
        };
        ComputedFields: never;
        Insert: {
          ci_high?: number | null;
          ci_low?: number | null;
          comparison_date?: string;
          created_by?: string | null;
          difference?: number | null;
          id?: string;
          method?: string | null;
          metric_name: string;
          project?: string;
          version_a: string;
          version_a_n?: number | null;
          version_a_score?: number | null;
          version_b: string;
          version_b_n?: number | null;
          version_b_score?: number | null;
        };
        Update: {
          ci_high?: number | null;
          ci_low?: number | null;
          comparison_date?: string;
          created_by?: string | null;
          difference?: number | null;
          id?: string;
          method?: string | null;
          metric_name?: string;
          project?: string;
          version_a?: string;
          version_a_n?: number | null;
          version_a_score?: number | null;
          version_b?: string;
          version_b_n?: number | null;
          version_b_score?: number | null;
        };
        Relationships: [];
      };
      prompt_versions: {
        Row: {
          created_at: string;
          project: string;
          prompt_text: string | null;
          updated_at: string;
          version: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          project?: string;
          prompt_text?: string | null;
          updated_at?: string;
          version: string;
        };
        Update: {
          created_at?: string;
          project?: string;
          prompt_text?: string | null;
          updated_at?: string;
          version?: string;
        };
        Relationships: [];
      };
      review_queue_slots: {
        Row: {
          claimed_until: string | null;
          project: string;
          queue_id: string;
          reviewer_id: string | null;
          session_id: string;
          slot: number;
          sort_key: number;
          state: string;
          turn_id: string;
          turn_number: number;
        };
        ComputedFields: never;
        Insert: {
          claimed_until?: string | null;
          project: string;
          queue_id: string;
          reviewer_id?: string | null;
          session_id: string;
          slot: number;
          sort_key: number;
          state?: string;
          turn_id: string;
          turn_number: number;
        };
        Update: {
          claimed_until?: string | null;
          project?: string;
          queue_id?: string;
          reviewer_id?: string | null;
          session_id?: string;
          slot?: number;
          sort_key?: number;
          state?: string;
          turn_id?: string;
          turn_number?: number;
        };
        Relationships: [
          {
            foreignKeyName: "review_queue_slots_queue_id_fkey";
            columns: ["queue_id"];
            isOneToOne: false;
            referencedRelation: "review_queues";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "review_queue_slots_turn_id_fkey";
            columns: ["turn_id"];
            isOneToOne: false;
            referencedRelation: "tuning_conversation_turns";
            referencedColumns: ["id"];
          },
        ];
      };
      review_queue_slots_archive: {
        Row: {
          claimed_until: string | null;
          project: string;
          queue_id: string;
          reviewer_id: string | null;
          session_id: string;
          slot: number;
          sort_key: number;
          state: string;
          turn_id: string;
          turn_number: number;
        };
        ComputedFields: never;
        Insert: {
          claimed_until?: string | null;
          project: string;
          queue_id: string;
          reviewer_id?: string | null;
          session_id: string;
          slot: number;
          sort_key: number;
          state?: string;
          turn_id: string;
          turn_number: number;
        };
        Update: {
          claimed_until?: string | null;
          project?: string;
          queue_id?: string;
          reviewer_id?: string | null;
          session_id?: string;
          slot?: number;
          sort_key?: number;
          state?: string;
          turn_id?: string;
          turn_number?: number;
        };
        Relationships: [];
      };
      review_queues: {
        Row: {
          branch_names: string[] | null;
          confidence_below: number | null;
          created_at: string;
          created_by: string | null;
          id: string;
          instructions: string | null;
          is_blind: boolean;
          is_not_rated_well: boolean;
          is_open: boolean;
          latency_above_ms: number | null;
          master_prompt_versions: string[] | null;
          name: string;
          order_by: string;
          project: string;
          reviewers_per_turn: number;
          similarity_below: number | null;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          branch_names?: string[] | null;
          confidence_below?: number | null;
          created_at?: string;
          created_by?: string | null;
          id?: string;
          instructions?: string | null;
          is_blind?: boolean;
          is_not_rated_well?: boolean;
          is_open?: boolean;
          latency_above_ms?: number | null;
          master_prompt_versions?: string[] | null;
          name: string;
          order_by?: string;
          project?: string;
          reviewers_per_turn?: number;
          similarity_below?: number | null;
          updated_at?: string;
        };
        Update: {
          branch_names?: string[] | null;
          confidence_below?: number | null;
          created_at?: string;
          created_by?: string | null;
          id?: string;
          instructions?: string | null;
          is_blind?: boolean;
          is_not_rated_well?: boolean;
          is_open?: boolean;
          latency_above_ms?: number | null;
          master_prompt_versions?: string[] | null;
          name?: string;
          order_by?: string;
          project?: string;
          reviewers_per_turn?: number;
          similarity_below?: number | null;
          updated_at?: string;
        };
        Relationships: [];
      };
      saved_views: {
        Row: {
          created_at: string;
          id: string;
          name: string;
          owner_id: string;
          path: string;
          search: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          id?: string;
          name: string;
          owner_id?: string;
          path: string;
          search?: string;
        };
        Update: {
          created_at?: string;
          id?: string;
          name?: string;
          owner_id?: string;
          path?: string;
          search?: string;
        };
        Relationships: [
          {
            foreignKeyName: "saved_views_owner_id_fkey";
            columns: ["owner_id"];
            isOneToOne: false;
            referencedRelation: "members";
            referencedColumns: ["user_id"];
          },
        ];
      };
      settings: {
        Row: {
          key: string;
          updated_at: string;
          updated_by: string | null;
          value: NonNullable<Json>;
        };
        ComputedFields: never;
        Insert: {
          key: string;
          updated_at?: string;
          updated_by?: string | null;
          value: NonNullable<Json>;
        };
        Update: {
          key?: string;
          updated_at?: string;
          updated_by?: string | null;
          value?: NonNullable<Json>;
        };
        Relationships: [];
      };
      tuning_archive_entries: {
        Row: {
          archived_at: string;
          archived_by: string | null;
          project: string;
          session_id: string;
        };
        ComputedFields: never;
        Insert: {
          archived_at?: string;
          archived_by?: string | null;
          project: string;
          session_id: string;
        };
        Update: {
          archived_at?: string;
          archived_by?: string | null;
          project?: string;
          session_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "tuning_archive_entries_session_id_fkey";
            columns: ["session_id"];
            isOneToOne: true;
            referencedRelation: "prompt_tuning_sessions_archive";
            referencedColumns: ["id"];
          },
        ];
      };
      tuning_conversation_turns: {
        Row: {
          appropriate_action_suggested: boolean | null;
          avg_similarity: number | null;
          clarity_score: number | null;
          confidence_score: number | null;
          empathy_score: number | null;
          era_response: string;
          has_policy_citation: boolean | null;
          id: string;
          intent: string | null;
          metadata: NonNullable<Json>;
          model: string | null;
          processing_time_ms: number | null;
          professionalism_score: number | null;
          project: string;
          rating: number | null;
          search_results: Json | null;
          session_id: string;
          structure_complete: boolean | null;
          template_used: string | null;
          timestamp: string;
          total_chunks: number | null;
          turn_number: number;
          user_message: string;
        };
        ComputedFields: never;
        Insert: {
          appropriate_action_suggested?: boolean | null;
          avg_similarity?: number | null;
          clarity_score?: number | null;
          confidence_score?: number | null;
          empathy_score?: number | null;
          era_response: string;
          has_policy_citation?: boolean | null;
          id?: string;
          intent?: string | null;
          metadata?: NonNullable<Json>;
          model?: string | null;
          processing_time_ms?: number | null;
          professionalism_score?: number | null;
          project?: string;
          rating?: number | null;
          search_results?: Json | null;
          session_id: string;
          structure_complete?: boolean | null;
          template_used?: string | null;
          timestamp?: string;
          total_chunks?: number | null;
          turn_number: number;
          user_message: string;
        };
        Update: {
          appropriate_action_suggested?: boolean | null;
          avg_similarity?: number | null;
          clarity_score?: number | null;
          confidence_score?: number | null;
          empathy_score?: number | null;
          era_response?: string;
          has_policy_citation?: boolean | null;
          id?: string;
          intent?: string | null;
          metadata?: NonNullable<Json>;
          model?: string | null;
          processing_time_ms?: number | null;
          professionalism_score?: number | null;
          project?: string;
          rating?: number | null;
          search_results?: Json | null;
          session_id?: string;
          structure_complete?: boolean | null;
          template_used?: string | null;
          timestamp?: string;
          total_chunks?: number | null;
          turn_number?: number;
          user_message?: string;
        };
        Relationships: [
          {
            foreignKeyName: "tuning_conversation_turns_session_id_fkey";
            columns: ["session_id"];
            isOneToOne: false;
            referencedRelation: "prompt_tuning_sessions";
            referencedColumns: ["id"];
          },
        ];
      };
      tuning_conversation_turns_archive: {
        Row: {
          appropriate_action_suggested: boolean | null;
          avg_similarity: number | null;
          clarity_score: number | null;
          confidence_score: number | null;
          empathy_score: number | null;
          era_response: string;
          has_policy_citation: boolean | null;
          id: string;
          intent: string | null;
          metadata: NonNullable<Json>;
          model: string | null;
          processing_time_ms: number | null;
          professionalism_score: number | null;
          project: string;
          rating: number | null;
          search_results: Json | null;
          session_id: string;
          structure_complete: boolean | null;
          template_used: string | null;
          timestamp: string;
          total_chunks: number | null;
          turn_number: number;
          user_message: string;
        };
        ComputedFields: never;
        Insert: {
          appropriate_action_suggested?: boolean | null;
          avg_similarity?: number | null;
          clarity_score?: number | null;
          confidence_score?: number | null;
          empathy_score?: number | null;
          era_response: string;
          has_policy_citation?: boolean | null;
          id?: string;
          intent?: string | null;
          metadata?: NonNullable<Json>;
          model?: string | null;
          processing_time_ms?: number | null;
          professionalism_score?: number | null;
          project?: string;
          rating?: number | null;
          search_results?: Json | null;
          session_id: string;
          structure_complete?: boolean | null;
          template_used?: string | null;
          timestamp?: string;
          total_chunks?: number | null;
          turn_number: number;
          user_message: string;
        };
        Update: {
          appropriate_action_suggested?: boolean | null;
          avg_similarity?: number | null;
          clarity_score?: number | null;
          confidence_score?: number | null;
          empathy_score?: number | null;
          era_response?: string;
          has_policy_citation?: boolean | null;
          id?: string;
          intent?: string | null;
          metadata?: NonNullable<Json>;
          model?: string | null;
          processing_time_ms?: number | null;
          professionalism_score?: number | null;
          project?: string;
          rating?: number | null;
          search_results?: Json | null;
          session_id?: string;
          structure_complete?: boolean | null;
          template_used?: string | null;
          timestamp?: string;
          total_chunks?: number | null;
          turn_number?: number;
          user_message?: string;
        };
        Relationships: [];
      };
      tuning_improvements: {
        Row: {
          applied_in_version: string | null;
          author_id: string | null;
          author_kind: string;
          author_label: string | null;
          category: string | null;
          id: string;
          improvement_note: string;
          metadata: NonNullable<Json>;
          project: string;
          session_id: string;
          severity: string | null;
          status: string;
          timestamp: string;
          turn_id: string;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          applied_in_version?: string | null;
          author_id?: string | null;
          author_kind?: string;
          author_label?: string | null;
          category?: string | null;
          id?: string;
          improvement_note: string;
          metadata?: NonNullable<Json>;
          project?: string;
          session_id: string;
          severity?: string | null;
          status?: string;
          timestamp?: string;
          turn_id: string;
          updated_at?: string;
        };
        Update: {
          applied_in_version?: string | null;
          author_id?: string | null;
          author_kind?: string;
          author_label?: string | null;
          category?: string | null;
          id?: string;
          improvement_note?: string;
          metadata?: NonNullable<Json>;
          project?: string;
          session_id?: string;
          severity?: string | null;
          status?: string;
          timestamp?: string;
          turn_id?: string;
          updated_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: "tuning_improvements_session_id_fkey";
            columns: ["session_id"];
            isOneToOne: false;
            referencedRelation: "prompt_tuning_sessions";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "tuning_improvements_turn_id_fkey";
            columns: ["turn_id"];
            isOneToOne: false;
            referencedRelation: "tuning_conversation_turns";
            referencedColumns: ["id"];
          },
        ];
      };
      tuning_improvements_archive: {
        Row: {
          applied_in_version: string | null;
          author_id: string | null;
          author_kind: string;
          author_label: string | null;
          category: string | null;
          id: string;
          improvement_note: string;
          metadata: NonNullable<Json>;
          project: string;
          session_id: string;
          severity: string | null;
          status: string;
          timestamp: string;
          turn_id: string;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          applied_in_version?: string | null;
          author_id?: string | null;
          author_kind?: string;
          author_label?: string | null;
          category?: string | null;
          id?: string;
          improvement_note: string;
          metadata?: NonNullable<Json>;
          project?: string;
          session_id: string;
          severity?: string | null;
          status?: string;
          timestamp?: string;
          turn_id: string;
          updated_at?: string;
        };
        Update: {
          applied_in_version?: string | null;
          author_id?: string | null;
          author_kind?: string;
          author_label?: string | null;
          category?: string | null;
          id?: string;
          improvement_note?: string;
          metadata?: NonNullable<Json>;
          project?: string;
          session_id?: string;
          severity?: string | null;
          status?: string;
          timestamp?: string;
          turn_id?: string;
          updated_at?: string;
        };
        Relationships: [];
      };
      tuning_improvements_trash: {
        Row: {
          applied_in_version: string | null;
          author_id: string | null;
          author_kind: string;
          author_label: string | null;
          category: string | null;
          deleted_at: string;
          deleted_by: string | null;
          id: string;
          improvement_note: string;
          metadata: NonNullable<Json>;
          project: string;
          session_id: string;
          severity: string | null;
          status: string;
          timestamp: string;
          turn_id: string;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          applied_in_version?: string | null;
          author_id?: string | null;
          author_kind: string;
          author_label?: string | null;
          category?: string | null;
          deleted_at?: string;
          deleted_by?: string | null;
          id: string;
          improvement_note: string;
          metadata: NonNullable<Json>;
          project: string;
          session_id: string;
          severity?: string | null;
          status: string;
          timestamp: string;
          turn_id: string;
          updated_at: string;
        };
        Update: {
          applied_in_version?: string | null;
          author_id?: string | null;
          author_kind?: string;
          author_label?: string | null;
          category?: string | null;
          deleted_at?: string;
          deleted_by?: string | null;
          id?: string;
          improvement_note?: string;
          metadata?: NonNullable<Json>;
          project?: string;
          session_id?: string;
          severity?: string | null;
          status?: string;
          timestamp?: string;
          turn_id?: string;
          updated_at?: string;
        };
        Relationships: [];
      };
      turn_adjudications: {
        Row: {
          adjudicator_id: string;
          adjudicator_label: string | null;
          appropriate_action_suggested: boolean | null;
          categories: string[];
          clarity_score: number | null;
          created_at: string;
          empathy_score: number | null;
          has_policy_citation: boolean | null;
          note: string | null;
          professionalism_score: number | null;
          project: string;
          structure_complete: boolean | null;
          turn_id: string;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          adjudicator_id: string;
          adjudicator_label?: string | null;
          appropriate_action_suggested?: boolean | null;
          categories?: string[];
          clarity_score?: number | null;
          created_at?: string;
          empathy_score?: number | null;
          has_policy_citation?: boolean | null;
          note?: string | null;
          professionalism_score?: number | null;
          project?: string;
          structure_complete?: boolean | null;
          turn_id: string;
          updated_at?: string;
        };
        Update: {
          adjudicator_id?: string;
          adjudicator_label?: string | null;
          appropriate_action_suggested?: boolean | null;
          categories?: string[];
          clarity_score?: number | null;
          created_at?: string;
          empathy_score?: number | null;
          has_policy_citation?: boolean | null;
          note?: string | null;
          professionalism_score?: number | null;
          project?: string;
          structure_complete?: boolean | null;
          turn_id?: string;
          updated_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: "turn_adjudications_turn_id_fkey";
            columns: ["turn_id"];
            isOneToOne: true;
            referencedRelation: "tuning_conversation_turns";
            referencedColumns: ["id"];
          },
        ];
      };
      turn_adjudications_archive: {
        Row: {
          adjudicator_id: string;
          adjudicator_label: string | null;
          appropriate_action_suggested: boolean | null;
          categories: string[];
          clarity_score: number | null;
          created_at: string;
          empathy_score: number | null;
          has_policy_citation: boolean | null;
          note: string | null;
          professionalism_score: number | null;
          project: string;
          structure_complete: boolean | null;
          turn_id: string;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          adjudicator_id: string;
          adjudicator_label?: string | null;
          appropriate_action_suggested?: boolean | null;
          categories?: string[];
          clarity_score?: number | null;
          created_at?: string;
          empathy_score?: number | null;
          has_policy_citation?: boolean | null;
          note?: string | null;
          professionalism_score?: number | null;
          project?: string;
          structure_complete?: boolean | null;
          turn_id: string;
          updated_at?: string;
        };
        Update: {
          adjudicator_id?: string;
          adjudicator_label?: string | null;
          appropriate_action_suggested?: boolean | null;
          categories?: string[];
          clarity_score?: number | null;
          created_at?: string;
          empathy_score?: number | null;
          has_policy_citation?: boolean | null;
          note?: string | null;
          professionalism_score?: number | null;
          project?: string;
          structure_complete?: boolean | null;
          turn_id?: string;
          updated_at?: string;
        };
        Relationships: [];
      };
      turn_review_revisions: {
        Row: {
          created_at: string;
          id: number;
          improvements: NonNullable<Json>;
          project: string;
          review: NonNullable<Json>;
          reviewer_id: string;
          slots: NonNullable<Json>;
          turn_id: string;
          version: number;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          id?: never;
          improvements?: NonNullable<Json>;
          project: string;
          review: NonNullable<Json>;
          reviewer_id: string;
          slots?: NonNullable<Json>;
          turn_id: string;
          version: number;
        };
        Update: {
          created_at?: string;
          id?: never;
          improvements?: NonNullable<Json>;
          project?: string;
          review?: NonNullable<Json>;
          reviewer_id?: string;
          slots?: NonNullable<Json>;
          turn_id?: string;
          version?: number;
        };
        Relationships: [
          {
            foreignKeyName: "turn_review_revisions_turn_id_fkey";
            columns: ["turn_id"];
            isOneToOne: false;
            referencedRelation: "tuning_conversation_turns";
            referencedColumns: ["id"];
          },
        ];
      };
      turn_review_revisions_archive: {
        Row: {
          created_at: string;
          id: number;
          improvements: NonNullable<Json>;
          project: string;
          review: NonNullable<Json>;
          reviewer_id: string;
          slots: NonNullable<Json>;
          turn_id: string;
          version: number;
        };
        ComputedFields: never;
        Insert: {
          created_at: string;
          id: number;
          improvements: NonNullable<Json>;
          project: string;
          review: NonNullable<Json>;
          reviewer_id: string;
          slots: NonNullable<Json>;
          turn_id: string;
          version: number;
        };
        Update: {
          created_at?: string;
          id?: number;
          improvements?: NonNullable<Json>;
          project?: string;
          review?: NonNullable<Json>;
          reviewer_id?: string;
          slots?: NonNullable<Json>;
          turn_id?: string;
          version?: number;
        };
        Relationships: [];
      };
      turn_reviews: {
        Row: {
          appropriate_action_suggested: boolean | null;
          better_response: string | null;
          chunk_verdicts: NonNullable<Json>;
          clarity_score: number | null;
          created_at: string;
          done_at: string | null;
          draft: Json | null;
          empathy_score: number | null;
          has_policy_citation: boolean | null;
          id: string;
          professionalism_score: number | null;
          project: string;
          reviewer_id: string;
          reviewer_label: string | null;
          state: string;
          structure_complete: boolean | null;
          thumbs: number | null;
          turn_id: string;
          updated_at: string;
          version: number;
        };
        ComputedFields: never;
        Insert: {
          appropriate_action_suggested?: boolean | null;
          better_response?: string | null;
          chunk_verdicts?: NonNullable<Json>;
          clarity_score?: number | null;
          created_at?: string;
          done_at?: string | null;
          draft?: Json | null;
          empathy_score?: number | null;
          has_policy_citation?: boolean | null;
          id?: string;
          professionalism_score?: number | null;
          project?: string;
          reviewer_id: string;
          reviewer_label?: string | null;
          state?: string;
          structure_complete?: boolean | null;
          thumbs?: number | null;
          turn_id: string;
          updated_at?: string;
          version?: number;
        };
        Update: {
          appropriate_action_suggested?: boolean | null;
          better_response?: string | null;
          chunk_verdicts?: NonNullable<Json>;
          clarity_score?: number | null;
          created_at?: string;
          done_at?: string | null;
          draft?: Json | null;
          empathy_score?: number | null;
          has_policy_citation?: boolean | null;
          id?: string;
          professionalism_score?: number | null;
          project?: string;
          reviewer_id?: string;
          reviewer_label?: string | null;
          state?: string;
          structure_complete?: boolean | null;
          thumbs?: number | null;
          turn_id?: string;
          updated_at?: string;
          version?: number;
        };
        Relationships: [
          {
            foreignKeyName: "turn_reviews_turn_id_fkey";
            columns: ["turn_id"];
            isOneToOne: false;
            referencedRelation: "tuning_conversation_turns";
            referencedColumns: ["id"];
          },
        ];
      };
      turn_reviews_archive: {
        Row: {
          appropriate_action_suggested: boolean | null;
          better_response: string | null;
          chunk_verdicts: NonNullable<Json>;
          clarity_score: number | null;
          created_at: string;
          done_at: string | null;
          draft: Json | null;
          empathy_score: number | null;
          has_policy_citation: boolean | null;
          id: string;
          professionalism_score: number | null;
          project: string;
          reviewer_id: string;
          reviewer_label: string | null;
          state: string;
          structure_complete: boolean | null;
          thumbs: number | null;
          turn_id: string;
          updated_at: string;
          version: number;
        };
        ComputedFields: never;
        Insert: {
          appropriate_action_suggested?: boolean | null;
          better_response?: string | null;
          chunk_verdicts?: NonNullable<Json>;
          clarity_score?: number | null;
          created_at?: string;
          done_at?: string | null;
          draft?: Json | null;
          empathy_score?: number | null;
          has_policy_citation?: boolean | null;
          id?: string;
          professionalism_score?: number | null;
          project?: string;
          reviewer_id: string;
          reviewer_label?: string | null;
          state?: string;
          structure_complete?: boolean | null;
          thumbs?: number | null;
          turn_id: string;
          updated_at?: string;
          version?: number;
        };
        Update: {
          appropriate_action_suggested?: boolean | null;
          better_response?: string | null;
          chunk_verdicts?: NonNullable<Json>;
          clarity_score?: number | null;
          created_at?: string;
          done_at?: string | null;
          draft?: Json | null;
          empathy_score?: number | null;
          has_policy_citation?: boolean | null;
          id?: string;
          professionalism_score?: number | null;
          project?: string;
          reviewer_id?: string;
          reviewer_label?: string | null;
          state?: string;
          structure_complete?: boolean | null;
          thumbs?: number | null;
          turn_id?: string;
          updated_at?: string;
          version?: number;
        };
        Relationships: [];
      };
      user_llm_daily: {
        Row: {
          agent_type: string;
          date: string;
          model: string | null;
          project: string;
          satisfaction_count: number;
          satisfaction_sum: number;
          satisfied: number;
          total_cost: number;
          total_interactions: number;
          total_tokens_used: number;
          unpriced_interactions: number;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          agent_type: string;
          date: string;
          model?: string | null;
          project: string;
          satisfaction_count?: number;
          satisfaction_sum?: number;
          satisfied?: number;
          total_cost?: number;
          total_interactions?: number;
          total_tokens_used?: number;
          unpriced_interactions?: number;
          user_id: string;
        };
        Update: {
          agent_type?: string;
          date?: string;
          model?: string | null;
          project?: string;
          satisfaction_count?: number;
          satisfaction_sum?: number;
          satisfied?: number;
          total_cost?: number;
          total_interactions?: number;
          total_tokens_used?: number;
          unpriced_interactions?: number;
          user_id?: string;
        };
        Relationships: [];
      };
      user_llm_profiles: {
        Row: {
          agent_satisfaction_scores: NonNullable<Json>;
          communication_style: string | null;
          context_preferences: NonNullable<Json>;
          conversation_patterns: NonNullable<Json>;
          created_at: string;
          expertise_areas: string[];
          learning_progress: NonNullable<Json>;
          preferred_agent: string | null;
          project: string;
          skill_level: string | null;
          total_interactions: number;
          updated_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          agent_satisfaction_scores?: NonNullable<Json>;
          communication_style?: string | null;
          context_preferences?: NonNullable<Json>;
          conversation_patterns?: NonNullable<Json>;
          created_at?: string;
          expertise_areas?: string[];
          learning_progress?: NonNullable<Json>;
          preferred_agent?: string | null;
          project?: string;
          skill_level?: string | null;
          total_interactions?: number;
          updated_at?: string;
          user_id: string;
        };
        Update: {
          agent_satisfaction_scores?: NonNullable<Json>;
          communication_style?: string | null;
          context_preferences?: NonNullable<Json>;
          conversation_patterns?: NonNullable<Json>;
          created_at?: string;
          expertise_areas?: string[];
          learning_progress?: NonNullable<Json>;
          preferred_agent?: string | null;
          project?: string;
          skill_level?: string | null;
          total_interactions?: number;
          updated_at?: string;
          user_id?: string;
        };
        Relationships: [];
      };
      users: {
        Row: {
          created_at: string;
          id: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          id: string;
        };
        Update: {
          created_at?: string;
          id?: string;
        };
        Relationships: [];
      };
      webhook_deliveries: {
        Row: {
          attempts: number;
          created_at: string;
          delivered_at: string | null;
          error: string | null;
          event: string;
          id: string;
          next_attempt_at: string;
          payload: NonNullable<Json>;
          response_status: number | null;
          state: string;
          webhook_id: string;
        };
        ComputedFields: never;
        Insert: {
          attempts?: number;
          created_at?: string;
          delivered_at?: string | null;
          error?: string | null;
          event: string;
          id?: string;
          next_attempt_at?: string;
          payload: NonNullable<Json>;
          response_status?: number | null;
          state?: string;
          webhook_id: string;
        };
        Update: {
          attempts?: number;
          created_at?: string;
          delivered_at?: string | null;
          error?: string | null;
          event?: string;
          id?: string;
          next_attempt_at?: string;
          payload?: NonNullable<Json>;
          response_status?: number | null;
          state?: string;
          webhook_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "webhook_deliveries_webhook_id_fkey";
            columns: ["webhook_id"];
            isOneToOne: false;
            referencedRelation: "webhooks";
            referencedColumns: ["id"];
          },
        ];
      };
      webhooks: {
        Row: {
          created_at: string;
          created_by: string | null;
          events: string[];
          id: string;
          is_active: boolean;
          project: string | null;
          secret: string;
          updated_at: string;
          url: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          created_by?: string | null;
          events: string[];
          id?: string;
          is_active?: boolean;
          project?: string | null;
          secret: string;
          updated_at?: string;
          url: string;
        };
        Update: {
          created_at?: string;
          created_by?: string | null;
          events?: string[];
          id?: string;
          is_active?: boolean;
          project?: string | null;
          secret?: string;
          updated_at?: string;
          url?: string;
        };
        Relationships: [];
      };
    };
    Views: {
      model_accuracy_by_intent: {
        Row: {
          accuracy: number | null;
          intent: string | null;
          model: string;
          negative: number | null;
          positive: number | null;
          project: string;
          total: number | null;
        };
        ComputedFields: never;
        Relationships: [];
      };
    };
    Functions: {
      acknowledge_alert: { Args: { alert_id: string }; Returns: Json };
      append_to_dataset_version: {
        Args: {
          account: string;
          considered: number;
          expected_cursor: string;
          items: string;
          next_cursor: string;
          runner: string;
          version_id: string;
        };
        Returns: number;
      };
      authenticate_api_key: {
        Args: { key_sha256: string };
        Returns: {
          expires_at: string;
          id: string;
          name: string;
          project: string;
          rate_per_second: number;
          scopes: string[];
        }[];
      };
      cancel_dataset_version: { Args: { dataset_id: string; version: number }; Returns: Json };
      check_budgets: {
        Args: {
          agent_type?: string;
          model?: string;
          project?: string;
          user_alias?: string;
          user_id?: string;
        };
        Returns: Json;
      };
      check_tuning_import: { Args: Record<PropertyKey, never>; Returns: undefined };
      claim_dataset_version: { Args: { runner: string; version_id: string }; Returns: Json };
      claim_next_turn: { Args: { queue_id: string }; Returns: Json };
      compare_prompt_versions: {
        Args: { a: string; b: string; is_to_be_kept?: boolean; project?: string };
        Returns: Json;
      };
      cost_series: { Args: { budget_id?: string; filter?: string }; Returns: Json };
      costs_by_user: {
        Args: { filter: string; page_cursor?: string; page_limit?: number; sort?: string };
        Returns: Json;
      };
      costs_daily: { Args: { filter: string; granularity?: string; group_by?: string }; Returns: Json };
      costs_summary: { Args: { filter: string }; Returns: Json };
      count_conversations: { Args: { filter: string }; Returns: number };
      count_dataset_examples: { Args: { filter: string; options?: string; source: string }; Returns: number };
      count_examples: { Args: { filter?: string }; Returns: number };
      count_executions: { Args: { filter: string }; Returns: number };
      count_failure_patterns: { Args: { filter?: string }; Returns: number };
      count_feedback: { Args: { filter: string }; Returns: number };
      count_interactions: { Args: { filter: string }; Returns: number };
      create_budget: { Args: { input: string }; Returns: Json };
      create_dataset: { Args: { input: string }; Returns: Json };
      create_dataset_version: {
        Args: { cutoff: string; dataset_id: string; dataset_version: number; filters: string };
        Returns: Json;
      };
      create_experiment: { Args: { input: string }; Returns: Json };
      create_review_queue: { Args: { input: string }; Returns: Json };
      create_tuning_session: {
        Args: { body_hmac?: string; idempotency_key?: string; item: string };
        Returns: Json;
      };
      create_webhook: { Args: { input: string; secret: string }; Returns: Json };
      current_principal: {
        Args: Record<PropertyKey, never>;
        Returns: {
          id: string;
          kind: string;
          label: string;
          projects: string[];
          role: string;
          scopes: string[];
        }[];
      };
      delete_budget: { Args: { budget_id: string }; Returns: undefined };
      delete_dataset: { Args: { dataset_id: string }; Returns: undefined };
      delete_experiment: { Args: { experiment_id: string }; Returns: undefined };
      delete_feedback: { Args: { feedback_id: string }; Returns: undefined };
      delete_improvement: { Args: { improvement_id: string }; Returns: undefined };
      delete_model_price: { Args: { price_id: string }; Returns: undefined };
      delete_review_queue: { Args: { queue_id: string }; Returns: undefined };
      delete_test_case: { Args: { test_case_id: string }; Returns: undefined };
      delete_webhook: { Args: { webhook_id: string }; Returns: undefined };
      diff_dataset_versions: {
        Args: {
          change?: string;
          dataset_id: string;
          other: number;
          page_cursor?: string;
          page_limit?: number;
          version: number;
        };
        Returns: Json;
      };
      erase_user: { Args: { alias?: string; user_id: string }; Returns: Json };
      execution_breakdown: { Args: { filter: string; group_by: string[] }; Returns: Json };
      execution_stats: { Args: { filter: string }; Returns: Json };
      execution_timeseries: {
        Args: { filter: string; granularity?: string; group_by?: string };
        Returns: Json;
      };
      execution_versions: { Args: { filter: string }; Returns: Json };
      export_conversations_page: {
        Args: { filter: string; page_cursor?: string; page_limit?: number };
        Returns: Json;
      };
      export_costs_by_user_page: {
        Args: { filter: string; page_cursor?: string; page_limit?: number; sort?: string };
        Returns: Json;
      };
      export_examples_page: {
        Args: { filter: string; page_cursor?: string; page_limit?: number };
        Returns: Json;
      };
      export_execution_rows_page: {
        Args: { filter: string; page_cursor?: string; page_limit?: number };
        Returns: Json;
      };
      export_executions_page: {
        Args: { filter: string; page_cursor?: string; page_limit?: number };
        Returns: Json;
      };
      export_failure_patterns_page: {
        Args: { filter: string; page_cursor?: string; page_limit?: number };
        Returns: Json;
      };
      export_feedback_page: {
        Args: { filter: string; page_cursor?: string; page_limit?: number; purpose: string };
        Returns: Json;
      };
      export_improvements_page: {
        Args: { filter: string; page_cursor?: string; page_limit?: number };
        Returns: Json;
      };
      export_interactions_page: {
        Args: { filter: string; page_cursor?: string; page_limit?: number };
        Returns: Json;
      };
      export_tuning_turns_page: {
        Args: { filter: string; page_cursor?: string; page_limit?: number; with_search_results?: boolean };
        Returns: Json;
      };
      export_user_page: {
        Args: {
          alias?: string;
          page_cursor?: string;
          page_limit?: number;
          section?: number;
          user_id: string;
        };
        Returns: Json;
      };
      fail_dataset_version: {
        Args: { reason: string; runner: string; version_id: string };
        Returns: undefined;
      };
      failure_heatmap: {
        Args: { filter?: string; max_patterns?: number; max_versions?: number };
        Returns: Json;
      };
      feedback_accuracy: { Args: { filter: string; group_by?: string }; Returns: Json };
      feedback_stats: { Args: { filter: string }; Returns: Json };
      feedback_timeseries: {
        Args: { filter: string; granularity: string; group_by?: string };
        Returns: Json;
      };
      find_active_tuning_session: {
        Args: { project?: string; tester_email?: string; tester_id?: string };
        Returns: Json;
      };
      find_dataset_needs: {
        Args: { filter: string; needs: string; options?: string; source: string };
        Returns: Json;
      };
      find_running_experiment: { Args: { experiment: string; project?: string }; Returns: Json };
      find_similar_examples: {
        Args: {
          diversity?: number;
          filter?: string;
          min_similarity?: number;
          prompt: string;
          result_limit?: number;
        };
        Returns: Json;
      };
      find_strategy: {
        Args: { project?: string; prompt_version?: string; strategy?: string };
        Returns: Json;
      };
      finish_dataset_version: {
        Args: { files: string; report: string; runner: string; seen_items: number; version_id: string };
        Returns: boolean;
      };
      get_archived_session: { Args: { session_id: string }; Returns: Json };
      get_conversation: { Args: { conversation_id: string }; Returns: Json };
      get_dataset: { Args: { dataset_id: string }; Returns: Json };
      get_dataset_seal: { Args: { dataset_id: string; version: number }; Returns: Json };
      get_dataset_version: { Args: { dataset_id: string; version: number }; Returns: Json };
      get_example: { Args: { execution_id: string }; Returns: Json };
      get_execution: { Args: { execution_id: string }; Returns: Json };
      get_experiment: { Args: { experiment_id: string }; Returns: Json };
      get_experiment_sums: { Args: { experiment_id: string }; Returns: Json };
      get_failure_pattern: { Args: { pattern_id: string }; Returns: Json };
      get_feedback: { Args: { feedback_id: string }; Returns: Json };
      get_improvement: { Args: { improvement_id: string }; Returns: Json };
      get_ingest_settings: {
        Args: { project?: string; target_id?: string; target_type?: string };
        Returns: Json;
      };
      get_interaction: { Args: { interaction_id: string }; Returns: Json };
      get_knowledge: { Args: { project?: string; version?: number }; Returns: Json };
      get_preferences: { Args: Record<PropertyKey, never>; Returns: Json };
      get_project_settings: { Args: { project: string }; Returns: Json };
      get_prompt_version: { Args: { project?: string; version: string }; Returns: Json };
      get_retention_policy: { Args: Record<PropertyKey, never>; Returns: Json };
      get_review_queue: { Args: { queue_id: string }; Returns: Json };
      get_review_screen: { Args: { turn_id: string }; Returns: Json };
      get_tuning_session: { Args: { session_id: string }; Returns: Json };
      get_tuning_session_stats: { Args: { session_id: string }; Returns: Json };
      get_tuning_turn: { Args: { turn_id: string }; Returns: Json };
      get_user_profile: { Args: { alias?: string; projects?: string; user_id: string }; Returns: Json };
      get_weekly_finetuning_dataset: {
        Args: { end_date?: string; negative_weight?: number; positive_weight?: number; start_date?: string };
        Returns: {
          messages: Json;
          metadata: Json;
          weight: number;
        }[];
      };
      import_tuning_session: { Args: { item: string }; Returns: Json };
      keep_comparison: { Args: { a: string; b: string; metrics: string; project?: string }; Returns: Json };
      list_alerts: { Args: { filter?: string; page_cursor?: string; page_limit?: number }; Returns: Json };
      list_archive: { Args: { filter: string; page_cursor?: string; page_limit?: number }; Returns: Json };
      list_budgets: { Args: { filter?: string }; Returns: Json };
      list_comparisons: { Args: { project?: string }; Returns: Json };
      list_conversations: {
        Args: { filter: string; page_cursor?: string; page_limit?: number; sort?: string };
        Returns: Json;
      };
      list_dataset_items: {
        Args: {
          dataset_id: string;
          lint?: string;
          page_cursor?: number;
          page_limit?: number;
          split?: string;
          version: number;
        };
        Returns: Json;
      };
      list_dataset_versions: {
        Args: { dataset_id: string; page_cursor?: string; page_limit?: number };
        Returns: Json;
      };
      list_datasets: { Args: { filter?: string; page_cursor?: string; page_limit?: number }; Returns: Json };
      list_disagreements: {
        Args: {
          category?: string;
          is_adjudicated?: boolean;
          page_cursor?: string;
          page_limit?: number;
          project?: string;
          queue_id?: string;
          side?: string;
        };
        Returns: Json;
      };
      list_domain_flow: { Args: { by_channel?: boolean; filter: string }; Returns: Json };
      list_examples: { Args: { filter?: string; page_cursor?: string; page_limit?: number }; Returns: Json };
      list_executions: {
        Args: { filter: string; page_cursor?: string; page_limit?: number; sort?: string };
        Returns: Json;
      };
      list_experiments: { Args: { filter?: string }; Returns: Json };
      list_failure_patterns: {
        Args: { filter?: string; page_cursor?: string; page_limit?: number };
        Returns: Json;
      };
      list_feedback: {
        Args: { filter: string; page_cursor?: string; page_limit?: number; sort?: string };
        Returns: Json;
      };
      list_feedback_revisions: { Args: { feedback_id: string }; Returns: Json };
      list_handoffs: { Args: { by_channel?: boolean; filter: string }; Returns: Json };
      list_improvement_projects: { Args: { ids: string }; Returns: Json };
      list_improvements: {
        Args: { filter: string; page_cursor?: string; page_limit?: number; sort?: string };
        Returns: Json;
      };
      list_interactions: {
        Args: { filter: string; page_cursor?: string; page_limit?: number; sort?: string };
        Returns: Json;
      };
      list_model_prices: { Args: { filter?: string }; Returns: Json };
      list_projects: { Args: Record<PropertyKey, never>; Returns: Json };
      list_prompt_versions: { Args: { project?: string }; Returns: Json };
      list_recommendations: { Args: { by?: string; by_channel?: boolean; filter: string }; Returns: Json };
      list_redaction_settings: { Args: { options?: string }; Returns: Json };
      list_review_queues: { Args: { is_open?: boolean; project?: string }; Returns: Json };
      list_strategies: { Args: { name?: string; project?: string }; Returns: Json };
      list_test_cases: { Args: { project?: string }; Returns: Json };
      list_tuning_session_turns: {
        Args: { after_turn?: number; page_limit?: number; session_id: string };
        Returns: Json;
      };
      list_tuning_sessions: {
        Args: { filter: string; page_cursor?: string; page_limit?: number; sort?: string };
        Returns: Json;
      };
      list_tuning_turns: {
        Args: { filter: string; page_cursor?: string; page_limit?: number };
        Returns: Json;
      };
      list_turn_improvements: { Args: { turn_id: string }; Returns: Json };
      list_unpriced: { Args: { filter: string }; Returns: Json };
      list_webhook_deliveries: {
        Args: { page_cursor?: string; page_limit?: number; webhook_id: string };
        Returns: Json;
      };
      list_webhooks: { Args: Record<PropertyKey, never>; Returns: Json };
      observe_improvement: { Args: { improvement_id: string }; Returns: Json };
      promote_variant: { Args: { built_in: string; experiment_id: string; variant: string }; Returns: Json };
      put_prompt_version: { Args: { project?: string; prompt_text: string; version: string }; Returns: Json };
      read_dataset_examples: {
        Args: { filter: string; options?: string; page_cursor?: string; page_limit?: number; source: string };
        Returns: Json;
      };
      read_dataset_file: {
        Args: { after?: number; runner?: string; split?: string; version_id: string; with_columns?: boolean };
        Returns: Json;
      };
      read_dataset_hashes: { Args: { after?: number; version_id: string }; Returns: Json };
      record_conversation_export: { Args: { filter: string; format: string }; Returns: undefined };
      record_dataset_download: {
        Args: { container: string; split: string; version_id: string };
        Returns: undefined;
      };
      record_execution_export: { Args: { filter: string }; Returns: undefined };
      record_executions: { Args: { items: string }; Returns: Json };
      record_export: { Args: { filter: string; format: string; purpose: string }; Returns: undefined };
      record_feedback: { Args: { atomic?: boolean; items: string }; Returns: Json };
      record_improvement: {
        Args: { hmac?: string; item: string; key?: string; turn_id: string };
        Returns: Json;
      };
      record_improvement_export: { Args: { filter: string; format: string }; Returns: undefined };
      record_interaction_export: { Args: { filter: string; format: string }; Returns: undefined };
      record_interactions: { Args: { items: string }; Returns: Json };
      record_rows_export: { Args: { filter: string; format: string; noun: string }; Returns: undefined };
      record_run: { Args: { run: string }; Returns: Json };
      record_tuning_export: { Args: { filter: string; format: string }; Returns: undefined };
      record_tuning_turns: {
        Args: { body_hmac?: string; idempotency_key?: string; items: string; session_id: string };
        Returns: Json;
      };
      record_user_export: { Args: { alias: string }; Returns: undefined };
      refresh_llm_analytics: { Args: Record<PropertyKey, never>; Returns: number };
      refresh_llm_feedback: { Args: Record<PropertyKey, never>; Returns: number };
      refresh_model_accuracy: { Args: Record<PropertyKey, never>; Returns: number };
      release_claim: { Args: { queue_id: string; turn_id: string }; Returns: undefined };
      remove_dataset_items: { Args: { version_id: string }; Returns: number };
      renew_claim: { Args: { queue_id: string; turn_id: string }; Returns: Json };
      renew_dataset_version: { Args: { runner: string; version_id: string }; Returns: undefined };
      reprice_interactions: { Args: { input: string; progress?: string }; Returns: Json };
      reseal_dataset_version: {
        Args: { files: string; seen_items: number; version_id: string };
        Returns: boolean;
      };
      restore_archived_session: { Args: { session_id: string }; Returns: Json };
      restore_budget: { Args: { budget_id: string }; Returns: Json };
      restore_dataset: { Args: { dataset_id: string }; Returns: Json };
      restore_feedback: { Args: { feedback_id: string }; Returns: Json };
      restore_improvement: { Args: { improvement_id: string }; Returns: Json };
      review_agreement: { Args: { project?: string; queue_id?: string }; Returns: Json };
      run_retention: {
        Args: { action: string; before?: string; is_dry_run?: boolean; older_than_days: number };
        Returns: Json;
      };
      save_adjudication: { Args: { input: string; turn_id: string }; Returns: Json };
      save_knowledge: {
        Args: { document: string; expected_version?: number; note?: string; project?: string };
        Returns: Json;
      };
      save_review: {
        Args: { content?: string; queue_id?: string; state: string; turn_id: string; version?: number };
        Returns: Json;
      };
      save_strategy: { Args: { input: string }; Returns: Json };
      save_test_case: { Args: { input: string }; Returns: Json };
      set_dataset_version_total: {
        Args: { runner: string; total: number; version_id: string };
        Returns: undefined;
      };
      set_default_strategy: { Args: { input: string }; Returns: Json };
      set_model_price: { Args: { input: string }; Returns: Json };
      start_run: { Args: { project?: string }; Returns: string };
      summarize_agents: { Args: { filter: string; group_by?: string }; Returns: Json };
      summarize_context: { Args: { filter: string }; Returns: Json };
      summarize_improvements: { Args: { filter: string }; Returns: Json };
      summarize_live: { Args: { at?: string; filter: string }; Returns: Json };
      summarize_my_reviews: { Args: { queue_id: string }; Returns: Json };
      summarize_submission_rate: { Args: { filter: string }; Returns: Json };
      summarize_tuning_sessions: { Args: { filter: string }; Returns: Json };
      test_webhook: { Args: { webhook_id: string }; Returns: Json };
      undo_review: { Args: { turn_id: string; version: number }; Returns: Json };
      update_budget: { Args: { budget_id: string; expected_version?: number; patch: string }; Returns: Json };
      update_dataset: {
        Args: { dataset_id: string; expected_version?: number; patch: string };
        Returns: Json;
      };
      update_example: {
        Args: { execution_id: string; expected_version?: number; patch: string };
        Returns: Json;
      };
      update_execution: { Args: { execution_id: string; patch: string }; Returns: Json };
      update_experiment: {
        Args: { expected_version?: number; experiment_id: string; patch: string };
        Returns: Json;
      };
      update_failure_pattern: {
        Args: { expected_version?: number; patch: string; pattern_id: string };
        Returns: Json;
      };
      update_feedback: {
        Args: { expected_updated_at?: string; feedback_id: string; patch: string };
        Returns: Json;
      };
      update_improvements: { Args: { ids: string; patch: string }; Returns: Json };
      update_interaction: { Args: { interaction_id: string; patch: string }; Returns: Json };
      update_preferences: { Args: { preferences: string }; Returns: Json };
      update_project_settings: {
        Args: { expected_version?: number; patch: string; project: string };
        Returns: Json;
      };
      update_retention_policy: {
        Args: { expected_updated_at?: string; is_checked?: boolean; policy: string };
        Returns: Json;
      };
      update_review_queue: {
        Args: { expected_updated_at?: string; patch: string; queue_id: string };
        Returns: Json;
      };
      update_tuning_session: { Args: { patch: string; session_id: string }; Returns: Json };
      update_webhook: { Args: { patch: string; webhook_id: string }; Returns: Json };
      what_if_cost: { Args: { filter: string; priced_as?: string; to_model: string }; Returns: Json };
    };
    Enums: {
      [_ in never]: never;
    };
    CompositeTypes: {
      [_ in never]: never;
    };
  };
};

type DatabaseWithoutInternals = Omit<Database, "__InternalSupabase">;

type DefaultSchema = DatabaseWithoutInternals[Extract<keyof Database, "public">];

export type Tables<
  DefaultSchemaTableNameOrOptions extends
    | keyof (DefaultSchema["Tables"] & DefaultSchema["Views"])
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"] &
        DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"])
    : never = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"] &
      DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"])[TableName] extends {
      Row: infer R;
    }
    ? R
    : never
  : DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema["Tables"] & DefaultSchema["Views"])
    ? (DefaultSchema["Tables"] & DefaultSchema["Views"])[DefaultSchemaTableNameOrOptions] extends {
        Row: infer R;
      }
      ? R
      : never
    : never;

export type TablesInsert<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema["Tables"]
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    : never = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends {
      Insert: infer I;
    }
    ? I
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
    ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
        Insert: infer I;
      }
      ? I
      : never
    : never;

export type TablesUpdate<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema["Tables"]
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    : never = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends {
      Update: infer U;
    }
    ? U
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
    ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
        Update: infer U;
      }
      ? U
      : never
    : never;

export type Enums<
  DefaultSchemaEnumNameOrOptions extends
    | keyof DefaultSchema["Enums"]
    | { schema: keyof DatabaseWithoutInternals },
  EnumName extends DefaultSchemaEnumNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions["schema"]]["Enums"]
    : never = never,
> = DefaultSchemaEnumNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions["schema"]]["Enums"][EnumName]
  : DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema["Enums"]
    ? DefaultSchema["Enums"][DefaultSchemaEnumNameOrOptions]
    : never;

export type CompositeTypes<
  PublicCompositeTypeNameOrOptions extends
    | keyof DefaultSchema["CompositeTypes"]
    | { schema: keyof DatabaseWithoutInternals },
  CompositeTypeName extends PublicCompositeTypeNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions["schema"]]["CompositeTypes"]
    : never = never,
> = PublicCompositeTypeNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions["schema"]]["CompositeTypes"][CompositeTypeName]
  : PublicCompositeTypeNameOrOptions extends keyof DefaultSchema["CompositeTypes"]
    ? DefaultSchema["CompositeTypes"][PublicCompositeTypeNameOrOptions]
    : never;

export const Constants = {
  public: {
    Enums: {},
  },
} as const;
