export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];

export type Database = {
  public: {
    Tables: {
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
          key: string;
          principal_id: string;
          row_ids: string[];
        };
        ComputedFields: never;
        Insert: {
          body_hmac: string;
          created_at?: string;
          key: string;
          principal_id: string;
          row_ids?: string[];
        };
        Update: {
          body_hmac?: string;
          created_at?: string;
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
      count_feedback: { Args: { filter: string }; Returns: number };
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
      delete_feedback: { Args: { feedback_id: string }; Returns: undefined };
      erase_user: { Args: { user_id: string }; Returns: Json };
      export_feedback_page: {
        Args: { filter: string; page_cursor?: string; page_limit?: number; purpose: string };
        Returns: Json;
      };
      feedback_accuracy: { Args: { filter: string; group_by?: string }; Returns: Json };
      feedback_stats: { Args: { filter: string }; Returns: Json };
      feedback_timeseries: {
        Args: { filter: string; granularity: string; group_by?: string };
        Returns: Json;
      };
      get_feedback: { Args: { feedback_id: string }; Returns: Json };
      get_weekly_finetuning_dataset: {
        Args: { end_date?: string; negative_weight?: number; positive_weight?: number; start_date?: string };
        Returns: {
          messages: Json;
          metadata: Json;
          weight: number;
        }[];
      };
      list_feedback: {
        Args: { filter: string; page_cursor?: string; page_limit?: number; sort?: string };
        Returns: Json;
      };
      list_feedback_revisions: { Args: { feedback_id: string }; Returns: Json };
      list_projects: { Args: Record<PropertyKey, never>; Returns: Json };
      record_export: { Args: { filter: string; format: string; purpose: string }; Returns: undefined };
      record_feedback: { Args: { atomic?: boolean; items: string }; Returns: Json };
      refresh_model_accuracy: { Args: Record<PropertyKey, never>; Returns: number };
      restore_feedback: { Args: { feedback_id: string }; Returns: Json };
      update_feedback: {
        Args: { expected_updated_at?: string; feedback_id: string; patch: string };
        Returns: Json;
      };
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
